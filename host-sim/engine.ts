/**
 * `npm run -s engine`: recognition through the protected path, driven by JSON lines on stdin, answered on
 * stdout. The requests stand in evaluation/requests.ts. Ends with its input.
 */
import { LineEngine } from "./evaluation/line-engine.js";
import { linesOf } from "./evaluation/lines.js";

const USAGE = `npm run -s engine

Reads requests on standard input, one JSON object a line, and answers each with a line on standard output:

  {"op":"hello"}                                -> {ok, engine, version, modalities, ops}
  {"op":"enrol", user, images, seed?}           -> {ok, record, samples}
  {"op":"verifyBatch", user, record, images}    -> {ok, results}: of each image {ok, accept} or {ok, reason}
  {"op":"extract", image}                       -> {ok, feature}     development only
  {"op":"compare", a, b}                        -> {ok, distance}    development only
  anything else, and whatever cannot be done    -> {"ok":false, reason}

An image is {path, modality, width?, height?}; a seed is 64 hexadecimal digits; record and feature are base64
and opaque. Ends with its input.

  --help   this text
`;

/** A verifyBatch of some ten thousand images still fits. */
const LINE_MAX_BYTES = 8 << 20;

// Whoever drove the engine has gone: nobody is left to answer.
process.stdout.on("error", () => process.exit(0));

if (process.argv.includes("--help")) process.stdout.write(USAGE);
else await serve();

async function serve(): Promise<void> {
	const engine = new LineEngine();
	for await (const line of linesOf(process.stdin, LINE_MAX_BYTES)) {
		const answer =
			line === undefined
				? { ok: false, reason: `a line is at most ${LINE_MAX_BYTES} bytes long` }
				: engine.answer(line);
		process.stdout.write(`${JSON.stringify(answer)}\n`);
	}
}
