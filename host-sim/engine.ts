/**
 * `npm run -s engine`: recognition through the protected path, driven by JSON lines on stdin, answered on
 * stdout. The requests stand in evaluation/requests.ts. Ends with its input.
 */
import { LineEngine } from "./evaluation/line-engine.js";
import { linesOf } from "./evaluation/lines.js";

/** A verifyBatch of some ten thousand images still fits. */
const LINE_MAX_BYTES = 8 << 20;

// Whoever drove the engine has gone: nobody is left to answer.
process.stdout.on("error", () => process.exit(0));

const engine = new LineEngine();
for await (const line of linesOf(process.stdin, LINE_MAX_BYTES)) {
	const answer =
		line === undefined
			? { ok: false, reason: `a line is at most ${LINE_MAX_BYTES} bytes long` }
			: engine.answer(line);
	process.stdout.write(`${JSON.stringify(answer)}\n`);
}
