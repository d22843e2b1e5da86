import { toHex } from "../../modules/bytes/bytes.js";
import { createPrng } from "../world/prng.js";
import { DECODERS } from "./decoders.js";
import { mutate, randomBytes } from "./generate.js";

/** So many inputs for one decoder; the same seed gives the same inputs. */
export interface Piece {
	readonly decoder: string;
	readonly seed: number;
	readonly runs: number;
}

export interface PieceResult {
	readonly runs: number;
	/** What a decoder accepts shows that the inputs come near to its form. */
	readonly accepted: number;
	readonly findings: readonly Finding[];
}

export interface Finding {
	readonly kind: "crash" | "hang" | "overAccepted";
	/** Hexadecimal. */
	readonly input: string;
	readonly note: string;
}

/** A decoder takes microseconds. What took long is fed again, for its own time: others may have the core. */
const HANG_MS = 1000;
const POOL = 64;

export function performPiece({ decoder: name, seed, runs }: Piece): PieceResult {
	const decoder = DECODERS[name];
	const prng = createPrng(seed, name);
	const pool = Array.from({ length: POOL }, () => decoder.seed(prng));
	const findings: Finding[] = [];
	let accepted = 0;
	const feed = (input: Uint8Array): number => {
		const startMs = performance.now();
		if (decoder.accepts(input)) {
			accepted++;
			if (!decoder.oracle(input)) found("overAccepted", input, "the oracle refuses it");
		}
		return performance.now() - startMs;
	};
	const found = (kind: Finding["kind"], input: Uint8Array, note: string) =>
		findings.push({ kind, input: toHex(input), note });
	for (let run = 0; run < runs; run++) {
		const at = prng.nextBelow(POOL);
		if (run % 16 === 0) pool[at] = decoder.seed(prng);
		const isNoise = prng.nextBelow(32) === 0;
		const input = isNoise
			? randomBytes(prng, prng.nextBelow(64))
			: mutate(prng, pool[at], pool[prng.nextBelow(POOL)]);
		try {
			if (feed(input) > HANG_MS && ownMs(() => feed(input)) > HANG_MS)
				found("hang", input, `more than ${HANG_MS} ms`);
		} catch (error) {
			found("crash", input, error instanceof Error ? (error.stack ?? error.message) : String(error));
		}
	}
	return { runs, accepted, findings };
}

/** Of the processor, whoever else wants it. */
function ownMs(run: () => void): number {
	const before = process.cpuUsage();
	run();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
