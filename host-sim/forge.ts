/** Every byte of a valid message, every other value: `npm run forge -- --help`. */
import { EXIT, everyTwoSeconds, runCommand } from "../terminal/command-line.js";
import { forgeChallenge, forgeResult, type Target } from "./forge/targets.js";

process.exitCode = await runCommand(
	{
		name: "forge",
		usage: `npm run forge -- [options]

Alters a valid result, and a valid challenge, at every byte to every other value, and shows each forgery to
the terminal, and to the unit, that would have taken the original. Exits 1 when one is accepted.

  --json   progress and the summary as JSON, one object a line, the summary last
  --help   this text
`,
		options: {},
		understand: () => undefined,
		async run(_options, report) {
			let [tried, accepted] = [0, 0];
			for (const target of [forgeResult(), forgeChallenge()]) {
				const progress = everyTwoSeconds(() =>
					report({ event: "progress", tried, accepted }, `${tried} tried`),
				);
				for (const forgery of forgeriesOf(target)) {
					tried++;
					if (target.accepts(forgery)) accepted++;
					progress();
				}
				// What refuses everything proves nothing.
				if (!target.accepts(target.message)) throw new Error(`the ${target.name} itself is refused`);
				const { name, message } = target;
				report(
					{ event: "target", name, bytes: message.length },
					`${name}: ${message.length} bytes, 255 values each`,
				);
			}
			report({ event: "summary", tried, accepted }, `${tried} forgeries tried, ${accepted} accepted`);
			return accepted === 0 ? EXIT.passed : EXIT.failed;
		},
	},
	process.argv.slice(2),
);

/** Each is the same memory, altered at one byte. */
function* forgeriesOf({ message }: Target): Generator<Uint8Array> {
	const forgery = message.slice();
	for (let i = 0; i < forgery.length; i++) {
		for (let change = 1; change < 256; change++) {
			forgery[i] = message[i] ^ change;
			yield forgery;
		}
		forgery[i] = message[i];
	}
}
