import { runExhaustive } from "./exhaustive.js";
import type { PowercutOptions } from "./options.js";
import { addTally, bookFault, GEOMETRIES, newTally, StoreFault, type Tally } from "./rig.js";
import { runSequence } from "./sequence.js";

/** A part of a run that one process does in some seconds; plain data. */
export type Piece =
	/** One short sequence, cut everywhere, on one geometry. */
	| { readonly kind: "exhaustive"; readonly seed: number; readonly geometry: number }
	/** Random sequences of the seeds from `seed` on. */
	| { readonly kind: "sequences"; readonly seed: number; readonly count: number; readonly steps: number };

export interface PieceResult {
	readonly tally: Tally;
	/** The first difference between store and model, and the words that replay it. */
	readonly fault?: { readonly text: string; readonly replay: string };
}

/** How much of a run is done: pieces in their order, whole ones. */
export interface Progress {
	exhaustive: number;
	sequences: number;
	readonly tally: Tally;
}

export function newProgress(): Progress {
	return { exhaustive: 0, sequences: 0, tally: newTally() };
}

/** What is left of a run, in order. */
export function* piecesOf(options: PowercutOptions, done: Progress): Generator<Piece> {
	const { seed, steps } = options;
	for (let i = done.exhaustive; i < options.exhaustive * GEOMETRIES.length; i++) {
		const geometry = i % GEOMETRIES.length;
		yield { kind: "exhaustive", seed: seed + Math.floor(i / GEOMETRIES.length), geometry };
	}
	for (let first = done.sequences; first < options.sequences; first += SEQUENCES_PER_PIECE) {
		const count = Math.min(SEQUENCES_PER_PIECE, options.sequences - first);
		yield { kind: "sequences", seed: seed + first, count, steps };
	}
}

export function performPiece(piece: Piece): PieceResult {
	const tally = newTally();
	if (piece.kind === "exhaustive") {
		const { seed, geometry } = piece;
		const options = { geometry: GEOMETRIES[geometry], seed, prefix: 24, steps: 3, draws: 2 };
		return checked(tally, `--exhaustive 1 --sequences 0 --seed ${seed}`, () => runExhaustive(options, tally));
	}
	for (let seed = piece.seed; seed < piece.seed + piece.count; seed++) {
		const replay = `--exhaustive 0 --sequences 1 --steps ${piece.steps} --seed ${seed}`;
		const result = checked(tally, replay, () => runSequence(seed, piece.steps, tally));
		if (result.fault !== undefined) return result;
	}
	return { tally };
}

export function bookPiece(progress: Progress, piece: Piece, { tally }: PieceResult): void {
	addTally(progress.tally, tally);
	if (piece.kind === "exhaustive") progress.exhaustive++;
	else progress.sequences += piece.count;
}

function checked(tally: Tally, replay: string, run: () => void): PieceResult {
	try {
		run();
		return { tally };
	} catch (error) {
		bookFault(tally, error instanceof StoreFault ? error : new StoreFault(String(error), 0));
		const text =
			error instanceof StoreFault ? error.message : String(error instanceof Error ? error.stack : error);
		return { tally, fault: { text, replay: `npm run powercut -- ${replay}` } };
	}
}

const SEQUENCES_PER_PIECE = 250;
