/**
 * Cuts the power at every flash operation of an update over the air: `npm run update-cuts -- --help`. Exits 1
 * when a
 * unit does not start any more, or starts an older firmware than one that it has confirmed.
 */
import { parseArgs } from "node:util";
import { everyTwoSeconds } from "../terminal/command-line.js";
import { cutEverywhere } from "./update/cuts.js";

const USAGE = `npm run update-cuts -- [options]

Brings a unit from one firmware to the next and the one after, over its link, on flash that tears, with the
power cut at every operation of slots, boot notes and store, and the link at every piece; counts the units
that are dead or went back.

  --images N   images brought one after another (3)
  --bytes N    bytes of an image (20000)
  --json       the summary as JSON
  --help       this text
`;

process.exitCode = main(process.argv.slice(2));

function main(words: readonly string[]): number {
	let values: { readonly images: number; readonly bytes: number; readonly isJson: boolean };
	try {
		const text = { type: "string" } as const;
		const flag = { type: "boolean" } as const;
		const { values: given } = parseArgs({
			args: [...words],
			options: { images: text, bytes: text, json: flag, help: flag },
		});
		if (given.help) {
			console.log(USAGE);
			return 0;
		}
		values = {
			images: wholeNumber("images", given.images ?? "3"),
			bytes: wholeNumber("bytes", given.bytes ?? "20000"),
			isJson: given.json ?? false,
		};
	} catch (error) {
		console.error(
			`update-cuts: ${error instanceof Error ? error.message.split("\n")[0] : error}; --help lists`,
		);
		return 2;
	}
	let cutsSoFar = 0;
	const progress = everyTwoSeconds(() => console.error(`${cutsSoFar} cuts`));
	const count = cutEverywhere(values.images, values.bytes, () => {
		cutsSoFar++;
		progress();
	});
	const { cuts, bricked, downgrades, reverts, linkCuts, begunAnew } = count;
	const summary = { images: values.images, ...count };
	if (values.isJson) console.log(JSON.stringify({ event: "summary", ...summary }));
	else {
		console.log(`${values.images} images, ${cuts} cuts: ${bricked} bricked, ${downgrades} downgrades`);
		console.log(`${reverts} images on trial were taken back, as they had not confirmed themselves`);
		console.log(`${linkCuts} losses of the link: ${begunAnew} transfers began anew instead of going on`);
	}
	return bricked === 0 && downgrades === 0 && begunAnew === 0 ? 0 : 1;
}

function wholeNumber(name: string, value: string): number {
	if (!/^[1-9]\d{0,6}$/.test(value)) throw new Error(`--${name} ${value}: expected a whole number`);
	return Number(value);
}
