/** Inputs that look right and are not, for every decoder: `npm run fuzz -- --help`. */
import { EXIT, everyTwoSeconds, type Report, runCommand, wholeNumber } from "../terminal/command-line.js";
import { DECODERS } from "./fuzz/decoders.js";
import { type Finding, type Piece, type PieceResult, performPiece } from "./fuzz/pieces.js";
import { inProcesses, serveAsWorker, WORKER_ARGUMENT } from "./processes.js";

interface FuzzOptions {
	readonly runs: number;
	readonly seed: number;
	readonly jobs: number;
	readonly decoders: readonly string[];
}

const PIECE_RUNS = 50_000;
/** A piece takes seconds. A decoder that never ends never answers. */
const SILENCE_MAX_MS = 300_000;

if (process.argv[2] === WORKER_ARGUMENT) serveAsWorker(performPiece);
else process.exitCode = await main();

function main(): Promise<number> {
	const names = Object.keys(DECODERS);
	return runCommand<FuzzOptions>(
		{
			name: "fuzz",
			usage: `npm run fuzz -- [options]

Feeds every decoder inputs that are valid but for a few changes, and holds what it accepts against another
implementation: cbor2 in its strictest mode for CBOR, envelopes and bodies, the encoder for what has no other.
Exits 1 at a crash, a hang or an input accepted that the oracle refuses, and prints the input.

  --runs N       inputs for each decoder (100000); the long run is --runs 10000000
  --decoder NAME only this one, may be repeated: ${names.join(", ")}
  --seed N       the first seed (1)
  --jobs N       processes side by side (1)
  --json         progress and the summary as JSON, one object a line, the summary last
  --help         this text
`,
			options: {
				runs: { type: "string" },
				seed: { type: "string" },
				jobs: { type: "string" },
				decoder: { type: "string", multiple: true },
			},
			understand(values) {
				const wanted = Array.isArray(values["decoder"]) ? values["decoder"].map(String) : names;
				const unknown = wanted.find((name) => !names.includes(name));
				if (unknown !== undefined) throw new Error(`there is no decoder ${unknown}`);
				return {
					runs: wholeNumber(values, "runs", 100_000, [1, 1e12]),
					seed: wholeNumber(values, "seed", 1, [0, 1e9]),
					jobs: wholeNumber(values, "jobs", 1, [1, 64]),
					decoders: wanted,
				};
			},
			run,
		},
		process.argv.slice(2),
	);
}

async function run(options: FuzzOptions, report: Report): Promise<number> {
	const tallies = new Map(options.decoders.map((name) => [name, { runs: 0, accepted: 0 }]));
	const counts = { crash: 0, hang: 0, overAccepted: 0 };
	let runs = 0;
	const progress = everyTwoSeconds(() => report({ event: "progress", runs }, `${runs} inputs`));
	const silence = setTimeout(() => giveUp(report, runs, counts), SILENCE_MAX_MS);
	const onResult = (result: PieceResult, { decoder, seed }: Piece): "go-on" => {
		silence.refresh();
		const tally = tallies.get(decoder);
		if (tally !== undefined) {
			tally.runs += result.runs;
			tally.accepted += result.accepted;
		}
		runs += result.runs;
		for (const finding of result.findings) {
			counts[finding.kind]++;
			tell(report, decoder, seed, finding);
		}
		progress();
		return "go-on";
	};
	const pieces = piecesOf(options);
	await inProcesses(pieces, options.jobs, onResult);
	clearTimeout(silence);
	for (const [decoder, tally] of tallies) {
		const text = `${decoder}: ${tally.runs} inputs, ${tally.accepted} accepted`;
		report({ event: "decoder", decoder, ...tally }, text);
	}
	return summarise(report, runs, counts);
}

function* piecesOf({ runs, seed, decoders }: FuzzOptions): Generator<Piece> {
	for (let done = 0; done < runs; done += PIECE_RUNS) {
		for (const decoder of decoders)
			yield { decoder, seed: seed + done / PIECE_RUNS, runs: Math.min(PIECE_RUNS, runs - done) };
	}
}

function tell(report: Report, decoder: string, seed: number, { kind, input, note }: Finding): void {
	report({ event: kind, decoder, seed, input, note }, `${kind}: ${decoder}, seed ${seed}: ${input}\n${note}`);
}

type Counts = Record<Finding["kind"], number>;

function giveUp(report: Report, runs: number, counts: Counts): void {
	counts.hang++;
	report(
		{ event: "hang", note: "a piece has no end" },
		`no answer for ${SILENCE_MAX_MS / 1000} s: a decoder hangs`,
	);
	process.exit(summarise(report, runs, counts));
}

function summarise(report: Report, runs: number, { crash, hang, overAccepted }: Counts): number {
	const summary = { event: "summary", runs, crashes: crash, hangs: hang, overAccepted };
	report(
		summary,
		`${runs} inputs: ${crash} crashes, ${hang} hangs, ${overAccepted} accepted that should not be`,
	);
	return crash + hang + overAccepted === 0 ? EXIT.passed : EXIT.failed;
}
