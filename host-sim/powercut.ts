/**
 * The store beside its model, under power cuts: `npm run powercut -- --help`. Exits 1 at the first difference
 * and prints the line that replays it.
 */
import { sentenceOf } from "../terminal/files.js";
import { type KeptProgress, keepProgress } from "./powercut/kept-progress.js";
import { type PowercutOptions, parsePowercutOptions, USAGE } from "./powercut/options.js";
import {
	bookPiece,
	type Piece,
	type PieceResult,
	type Progress,
	performPiece,
	piecesOf,
} from "./powercut/pieces.js";
import { GEOMETRIES } from "./powercut/rig.js";
import { inProcesses, serveAsWorker, WORKER_ARGUMENT } from "./processes.js";
import { TEAR_MODELS } from "./world/nor-flash.js";
import "../terminal/reader-gone.js";

if (process.argv[2] === WORKER_ARGUMENT) serveAsWorker(performPiece);
else process.exitCode = await main();

async function main(): Promise<number> {
	const parsed = parsePowercutOptions(process.argv.slice(2));
	if (parsed.kind === "help") {
		console.log(USAGE);
		return 0;
	}
	try {
		if (parsed.kind === "refused") throw new Error(`${parsed.reason}; --help lists the options`);
		return await run(parsed.options);
	} catch (error) {
		console.error(`powercut: ${sentenceOf(error)}`);
		return 2;
	}
}

async function run(options: PowercutOptions): Promise<number> {
	const kept = keepProgress(options);
	try {
		return await runFrom(kept, options);
	} finally {
		kept.close();
	}
}

async function runFrom({ progress, save }: KeptProgress, options: PowercutOptions): Promise<number> {
	const startMs = performance.now();
	const report = reporter(options);
	let fault: PieceResult["fault"];
	const onResult = (result: PieceResult, piece: Piece): "go-on" | "stop" => {
		bookPiece(progress, piece, result);
		fault ??= result.fault;
		if (fault !== undefined) return "stop";
		save();
		report.progress(progress);
		return "go-on";
	};
	const pieces = piecesOf(options, progress);
	if (options.jobs > 1) await inProcesses(pieces, options.jobs, onResult);
	else for (const piece of pieces) if (onResult(performPiece(piece), piece) === "stop") break;
	if (fault !== undefined) console.error(`${fault.text}\nreplay: ${fault.replay}`);
	report.summary(progress, Math.round(performance.now() - startMs));
	return fault === undefined ? 0 : 1;
}

function reporter({ output, steps }: PowercutOptions) {
	let lastReportMs = performance.now();
	return {
		progress({ exhaustive, sequences, tally: { operations, cuts } }: Progress): void {
			if (performance.now() - lastReportMs < 2000) return;
			lastReportMs = performance.now();
			if (output === "json")
				console.log(JSON.stringify({ event: "progress", exhaustive, sequences, operations, cuts }));
			else
				console.log(
					`${exhaustive} sequences cut everywhere, ${sequences} random ones: ` +
						`${operations} flash operations, ${cuts} cuts`,
				);
		},
		summary({ exhaustive, sequences, tally }: Progress, wallMs: number): void {
			const { lost, refunded, reused } = tally;
			const geometries = GEOMETRIES.map(({ part, blocks }) => `${part.name} x ${blocks}`);
			const extent = { sequences, steps, exhaustive, geometries, tearModels: TEAR_MODELS };
			if (output === "json") console.log(JSON.stringify({ event: "summary", ...extent, ...tally, wallMs }));
			else
				console.log(
					`${sequences} random sequences, ${exhaustive} cut everywhere: ` +
						`${tally.operations} flash operations, ` +
						`${tally.cuts} cuts, up to ${tally.deepest} deep: ` +
						`${lost} lost, ${refunded} refunded, ${reused} reused`,
				);
		},
	};
}
