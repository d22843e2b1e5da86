/**
 * Cuts the power at every flash operation of an update over the air: `npm run update-cuts -- --help`. Exits 1
 * when a unit does not start any more, or starts an older firmware than one that it has confirmed.
 */
import { EXIT, everyTwoSeconds, type Report, runCommand, wholeNumber } from "../terminal/command-line.js";
import { cutEverywhere } from "./update/cuts.js";

interface CutOptions {
	readonly images: number;
	readonly bytes: number;
}

/** Least: room for the head that the simulated bootloader looks for. Most: a slot of the partition table. */
const IMAGE_BYTES = [64, 3_145_728] as const;

process.exitCode = await runCommand<CutOptions>(
	{
		name: "update-cuts",
		usage: `npm run update-cuts -- [options]

Brings a unit from one firmware to the next and the one after, over its link, on flash that tears, with the
power cut at every operation of slots, boot notes and store, and the link at every piece; counts the units
that are dead or went back.

  --images N   images brought one after another (3)
  --bytes N    bytes of an image (20000)
  --json       the summary as JSON
  --help       this text
`,
		options: { images: { type: "string" }, bytes: { type: "string" } },
		understand: (values) => ({
			images: wholeNumber(values, "images", 3, [1, 1_000]),
			bytes: wholeNumber(values, "bytes", 20_000, IMAGE_BYTES),
		}),
		run,
	},
	process.argv.slice(2),
);

async function run({ images, bytes }: CutOptions, report: Report): Promise<number> {
	let cutsSoFar = 0;
	const progress = everyTwoSeconds(() => console.error(`${cutsSoFar} cuts`));
	const count = cutEverywhere(images, bytes, () => {
		cutsSoFar++;
		progress();
	});
	const { cuts, bricked, downgrades, reverts, linkCuts, begunAnew } = count;
	report(
		{ event: "summary", images, ...count },
		`${images} images, ${cuts} cuts: ${bricked} bricked, ${downgrades} downgrades\n` +
			`${reverts} images on trial were taken back, as they had not confirmed themselves\n` +
			`${linkCuts} losses of the link: ${begunAnew} transfers began anew instead of going on`,
	);
	return bricked === 0 && downgrades === 0 && begunAnew === 0 ? EXIT.passed : EXIT.failed;
}
