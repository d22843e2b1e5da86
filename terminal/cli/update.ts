/** The authority's command for a new firmware. */
import { type Command, EXIT, everyTwoSeconds, type Values, wholeNumber } from "../command-line.js";
import { readBytes } from "../files.js";
import { type UpdateOutcome, UpdateRun } from "../update.js";
import { tellAnswer } from "./answers.js";
import { clock, OFFICE_HELP, OFFICE_OPTIONS, openOffice, required, spoken, textOf } from "./office.js";
import { withUnit } from "./unit-line.js";

/** What messages.cddl allows an image. */
const IMAGE_BYTES_MAX = 4_194_304;

export const update: Command<Values> = {
	name: "update",
	usage: `npm run -s terminal -- update --image FILE --version N [options]

Offers the unit a new firmware, sends it piece by piece as the unit asks for it, and waits until the unit is
back with it. A unit that loses its power on the way starts the old one and is offered it again, three times.
The new one starts when nobody is logged on and the day is closed.

  --image FILE     what npm run build:esp32 has made
  --version N      its firmware version, as the build prints it; above the one that runs
  --name TEXT      its version for people (the number)
  --patience N     seconds of silence after which the unit is given up, 10..3600 (120)
${OFFICE_HELP}`,
	options: {
		...OFFICE_OPTIONS,
		image: { type: "string" },
		version: { type: "string" },
		name: { type: "string" },
		patience: { type: "string" },
	},
	understand: (values) => values,
	async run(values, report) {
		const office = openOffice(values);
		const path = required(values, "image");
		required(values, "version");
		const firmwareVersion = wholeNumber(values, "version", 0, [1, 2 ** 32 - 1]);
		const patienceSeconds = wholeNumber(values, "patience", 120, [10, 3600]);
		const softwareVersion = textOf(values, "name") ?? String(firmwareVersion);
		const nameBytes = Buffer.byteLength(softwareVersion);
		if (nameBytes < 1 || nameBytes > 32) throw new Error("--name is 1 to 32 bytes");
		const image = readBytes(path);
		if (image.length < 1 || image.length > IMAGE_BYTES_MAX)
			throw new Error(`${path}: ${image.length} bytes, an image has 1 to ${IMAGE_BYTES_MAX}`);
		let bytes = 0;
		const progress = everyTwoSeconds(() =>
			report({ event: "progress", bytes, of: image.length }, `${bytes} of ${image.length} bytes`),
		);
		const run = new UpdateRun({
			crypto: office.crypto,
			exchange: office.exchange,
			clock,
			terminalKey: office.key("terminal"),
			authorityKey: office.key("authority"),
			image,
			softwareVersion,
			firmwareVersion,
			patienceSeconds,
			onProgress(count) {
				bytes = count;
				progress();
			},
		});
		const outcome = await withUnit(office, report, (session) => run.bring(session), run);
		if (outcome.kind === "not-offered") return tellAnswer(outcome.answer, report);
		report({ event: "update", kind: outcome.kind, firmwareVersion }, spoken(SAID[outcome.kind]));
		return outcome.kind === "runs" ? EXIT.passed : EXIT.failed;
	},
};

const SAID: Readonly<
	Record<Exclude<UpdateOutcome["kind"], "not-offered">, { readonly ja: string; readonly en: string }>
> = {
	runs: { ja: "新しいファームウェアで動いています。", en: "The unit runs the new firmware." },
	waits: {
		ja: "転送は終わりました。業務終了後、または次の起動で切り替わります。",
		en: "The unit has it and starts it once nobody is logged on and the day is closed, or at its next start.",
	},
	"given-up": {
		ja: "装置が更新を完了しませんでした。もう一度実行してください。",
		en: "The unit did not take it; it runs what it ran before. Run this again.",
	},
};
