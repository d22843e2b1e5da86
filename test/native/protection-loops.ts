/** Loops of modules/protection and modules/pipeline beside their twins; runs in XS. */
import { accumulatePlainly, agreementPlainly } from "../../modules/pipeline/agreement.js";
import { unpackPlainly } from "../../modules/protection/auxiliary-data.js";
import { placeCellsPlainly, signsPlainly } from "../../modules/protection/bit-selection.js";
import { EXP, LOG } from "../../modules/protection/galois.js";
import { countErrorsPlainly, decodeWordsPlainly } from "../../modules/protection/reed-muller.js";
import { ReedSolomon } from "../../modules/protection/reed-solomon.js";
import { packCellsPlainly, padCellsPlainly, sumPeaksPlainly } from "../../modules/protection/word-peaks.js";
import { type Draw, differences, filled } from "./loops.js";

export interface ProtectionKernels {
	readonly agreementOf: typeof agreementPlainly;
	readonly accumulateInto: typeof accumulatePlainly;
	readonly unpackChoice: typeof unpackPlainly;
	readonly placeCells: typeof placeCellsPlainly;
	readonly signsInto: typeof signsPlainly;
	readonly decodeWords: typeof decodeWordsPlainly;
	readonly countErrors: typeof countErrorsPlainly;
	readonly decodeSymbols: typeof decodeSymbolsPlainly;
	readonly packCells: typeof packCellsPlainly;
	readonly padCells: typeof padCellsPlainly;
	readonly sumPeaksInto: typeof sumPeaksPlainly;
}

/** Differing values of each kernel. */
export function protectionDifferences(kernels: ProtectionKernels, seed: number): readonly number[] {
	return [
		...recordDifferences(kernels, seed),
		...codeDifferences(kernels, seed),
		...sampleDifferences(kernels, seed),
	];
}

function recordDifferences(kernels: ProtectionKernels, seed: number): readonly number[] {
	return [
		differences(kernels.unpackChoice, unpackPlainly, seed, (draw) => {
			const [tiles, pairs] = [1 + draw.below(33), 32 + draw.below(33)];
			const bytes = filled(new Uint8Array(tiles + 10 * draw.below(60)), () => draw.below(256));
			// All in use, so that some are taken: a tile of 32 pairs that are all used.
			if (draw.below(2) === 0) bytes.fill(121, (tiles + 7) >> 3).fill(1, 0, (tiles + 7) >> 3);
			return [new Uint8Array(tiles * pairs), bytes, tiles, draw.below(2) === 0 ? 32 : pairs];
		}),
		differences(kernels.placeCells, placeCellsPlainly, seed, (draw) => {
			const [planes, tileWidth, tileHeight] = [1 + draw.below(4), 2 << draw.below(3), 1 + draw.below(4)];
			const [width, height] = [tileWidth * (1 + draw.below(4)), tileHeight * (1 + draw.below(4))];
			const choice = draw.mask((planes * width * height) / 2, 3);
			const cells = new Int16Array(32 * draw.below(9));
			return [cells, choice, planes, width, height, tileWidth, tileHeight];
		}),
		differences(kernels.signsInto, signsPlainly, seed, (draw) => {
			const words = draw.below(32);
			const offset = filled(new Int32Array(words), () => draw.about(0x7fffffff));
			return [new Int8Array(32 * words), offset];
		}),
		differences(kernels.padCells, padCellsPlainly, seed, (draw) => {
			const [width, height] = [1 + draw.below(40), 1 + draw.below(40)];
			const cells = filled(new Int16Array(draw.below(300)), () => draw.below(3 * width * height));
			return [new Int16Array(300), cells, width, height, draw.below(9), draw.below(9)];
		}),
	];
}

function codeDifferences(kernels: ProtectionKernels, seed: number): readonly number[] {
	// The twins work in memory that the machine code leaves alone.
	const soft = new Int32Array(32);
	return [
		differences(kernels.packCells, packCellsPlainly, seed, (draw) => {
			const [cells, step] = [draw.soft(5 + draw.below(400)), 1 + draw.below(2)];
			return [new Int32Array(cells.length), cells, step];
		}),
		differences(kernels.sumPeaksInto, sumPeaksPlainly, seed, (draw) => {
			const { cells, at, signs } = probeOf(draw);
			const packed = new Int32Array(cells.length);
			packCellsPlainly(packed, cells, 1 + draw.below(2));
			return [new Int32Array(3), soft, packed, at, signs, draw.about(1), at.length];
		}),
		differences(kernels.decodeWords, decodeWordsPlainly, seed, (draw) => {
			const { cells, at, signs, blocks } = probeOf(draw);
			return [new Uint8Array(blocks), new Int32Array(blocks), soft, cells, at, signs, draw.about(1)];
		}),
		differences(kernels.countErrors, countErrorsPlainly, seed, (draw) => {
			const { cells, at, signs, blocks } = probeOf(draw);
			const symbols = filled(new Uint8Array(blocks), () => draw.below(64));
			return [new Int32Array(2), symbols, cells, at, signs, draw.about(1)];
		}),
		differences(kernels.decodeSymbols, decodeSymbolsPlainly, seed, symbolsOf),
	];
}

function sampleDifferences(kernels: ProtectionKernels, seed: number): readonly number[] {
	const gridOf = (draw: Draw) => {
		const [width, height, padX, padY] = [
			1 + draw.below(20),
			1 + draw.below(20),
			draw.below(4),
			draw.below(4),
		];
		const [planes, row] = [draw.below(4), width + 2 * padX];
		const cells = draw.soft(planes * row * (height + 2 * padY));
		const shift = draw.about(padY) * row + draw.about(padX);
		const place = [width, height, padX, padY, shift] as const;
		return { cells, mean: draw.samples(planes * width * height, 3), place };
	};
	return [
		differences(kernels.agreementOf, agreementPlainly, seed, (draw) => {
			const { cells, mean, place } = gridOf(draw);
			return [cells, mean, ...place];
		}),
		differences(kernels.accumulateInto, accumulatePlainly, seed, (draw) => {
			const { cells, mean, place } = gridOf(draw);
			return [mean, draw.soft(mean.length), cells, ...place];
		}),
	];
}

function probeOf(draw: Draw) {
	const cells = draw.soft(5 + draw.below(400));
	const blocks = draw.below(32);
	const at = filled(new Int16Array(32 * blocks), () => 1 + draw.below(cells.length - 3));
	const signs = filled(new Int8Array(32 * blocks), () => 1 - 2 * draw.below(2));
	return { cells, at, signs, blocks };
}

/** Words with few errors, many, none, and some that are told of. */
function symbolsOf(draw: Draw) {
	const n = 3 + draw.below(61);
	const parity = 1 + draw.below(n - 1);
	const word = filled(new Uint8Array(n), () => draw.below(64));
	new ReedSolomon(n, n - parity).encode(word);
	const order = new Uint8Array(n);
	for (let i = 0; i < n; i++) {
		const place = draw.below(i + 1);
		order[i] = order[place];
		order[place] = i;
	}
	for (let errors = draw.below(parity + 1); errors > 0; errors--) word[draw.below(n)] = draw.below(64);
	return [word, order, draw.below(parity + 1), n, parity, EXP, LOG] as const;
}

function decodeSymbolsPlainly(
	word: Uint8Array,
	erased: Uint8Array,
	erasures: number,
	n: number,
	parity: number,
	_exp: Uint8Array,
	_log: Uint8Array,
): boolean {
	return new ReedSolomon(n, n - parity).decodePlainly(word, erased, erasures);
}
