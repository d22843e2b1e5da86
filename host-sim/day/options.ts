import { parseArgs } from "node:util";
import type { Modality } from "../../modules/modality/modality.js";
import { TRAITS } from "../../modules/modality/traits.js";
import { type View, viewsOf } from "./synthetic-people.js";

export interface DayOptions {
	/** "once": run the day and exit; "stay": then take presentations from the keyboard. */
	readonly ending: "once" | "stay";
	readonly output: "text" | "json";
	/** "served": in a browser, until it is ended; never with "once". */
	readonly page: "served" | "none";
	/** Of the page; 0: any that is free. */
	readonly port: number;
	/** Undefined: start the embedded broker. */
	readonly brokerUrl: string | undefined;
	/** Keeps keys, names and ledger of the page; undefined: a folder that is gone in the end. */
	readonly ledgerFolder: string | undefined;
	readonly engine: EngineName;
	/** The trait that the day is about, or both. */
	readonly trait: Modality | "both";
	/** Folder of real images; undefined: synthetic people. */
	readonly imagesFolder: string | undefined;
	/** What the camera sees of synthetic people. */
	readonly view: View;
	/** Decides who is who, every synthetic hand and every movement of a hand; keys stay random. */
	readonly seed: number;
}

/** XS, XS built for 32 bits like the device, XS on an emulated board, XS as the SDK builds it, or Node. */
export type EngineName = (typeof ENGINES)[number];
const ENGINES = ["xs", "xs32", "mcu", "lin", "node"] as const;

export type ParsedOptions =
	| { readonly kind: "options"; readonly options: DayOptions }
	| { readonly kind: "help" }
	| { readonly kind: "refused"; readonly reason: string };

/** Reads the words after `npm start --`. The reason of a refusal is one line. */
export function parseDayOptions(words: readonly string[]): ParsedOptions {
	let values: ReturnType<typeof parseWords>;
	try {
		values = parseWords(words);
	} catch (error) {
		return refused(firstLine(error));
	}
	if (values.help) return { kind: "help" };
	const named = values.engine ?? "xs";
	const engine = ENGINES.find((name) => name === named);
	if (engine === undefined) return refused(`--engine ${named}: expected ${ENGINES.join(", ")}`);
	if (values.broker !== undefined && !isBrokerUrl(values.broker))
		return refused(`--broker ${values.broker}: expected mqtt://host:port`);
	if (values.ledger === "") return refused("--ledger: expected a folder");
	if (values.ledger !== undefined && (values.once || values["no-page"]))
		return refused("--ledger: the page keeps the ledger; leave --once and --no-page out");
	if (values.images === "") return refused("--images: expected a folder");
	const trait = traitNamed(values.modality ?? TRAITS[0].name);
	if (trait === undefined)
		return refused(`--modality ${values.modality}: expected ${MODALITY_NAMES.join(", ")}`);
	if (trait === "both" && values.images !== undefined)
		return refused("--modality both: pictures of a folder are of one trait");
	const views = viewsOf(trait === "both" ? TRAITS[0].id : trait.id);
	const view = views.find((known) => known === (values.view ?? views[0]));
	if (view === undefined) return refused(`--view ${values.view}: expected ${views.join(" or ")}`);
	const port = Number(values.port ?? "0");
	if (!/^\d{1,5}$/.test(values.port ?? "0") || port > 65_535)
		return refused(`--port ${values.port}: expected 0 to 65535`);
	const seed = values.seed ?? "1";
	if (!/^\d{1,9}$/.test(seed))
		return refused(`--seed ${seed}: expected a whole number of at most nine digits`);
	return {
		kind: "options",
		options: {
			ending: values.once ? "once" : "stay",
			output: values.json ? "json" : "text",
			page: values.once || values["no-page"] ? "none" : "served",
			port,
			ledgerFolder: values.ledger,
			brokerUrl: values.broker,
			engine,
			trait,
			imagesFolder: values.images,
			view,
			seed: Number(seed),
		},
	};
}

export const HELP = `npm start -- [options]

  照合装置の一日を最初から最後まで動かします: カメラ → 装置 → ブローカー → 端末
  Runs a unit's day from end to end: camera -> unit -> broker -> terminal.

  --once           一日を終えたら終了 / exit after the day; 0 only if every outcome was the expected one
  --json           一行に一つの JSON / one JSON object a line, the last one the summary
  --no-page        ブラウザーの画面を出さない / serve no page; without it the page's address is printed
  --port N         画面のポート / the page's port on this machine (default: any that is free)
  --ledger DIR     記録簿を残すフォルダー / keeps the page's ledger, keys and names there and goes on with them
                   (default: a folder that is gone in the end)
  --broker URL     mqtt://host:port, instead of the built-in broker
  --engine NAME    xs (default: the engine that the device runs), xs32 (with the device's 32-bit pointers),
                   mcu (on an emulated Cortex-M7), lin (as the Moddable SDK builds it for Linux; needs
                   MODDABLE) or node
  --modality NAME  palm-vein (手のひら, default), iris (目) or both (両方): what the unit asks for and the camera
                   sees
  --images DIR     本物の画像を使う / a folder of images (PNG or PGM, 8-bit grey) as the camera: whole hands
                   (640x480 or 320x240), palm regions (128x128) or eyes (320x240, 320x280 or 640x480); a
                   manifest NAME.tsv in it or beside it, or one subfolder a person; at least three persons
                   with three images each
  --view NAME      合成した手の見え方 / what the camera sees of synthetic people: hand (default) or palm
  --seed N         別の人・別の動き / other people, other movements (default 1)
  --help           この説明 / this text
`;

const MODALITY_NAMES = [...TRAITS.map(({ name }) => name), "both"];

function traitNamed(wanted: string): DayOptions["trait"] | undefined {
	return wanted === "both" ? wanted : TRAITS.find(({ name }) => name === wanted);
}

function parseWords(words: readonly string[]) {
	return parseArgs({
		args: [...words],
		strict: true,
		allowPositionals: false,
		options: {
			once: { type: "boolean" },
			json: { type: "boolean" },
			"no-page": { type: "boolean" },
			port: { type: "string" },
			ledger: { type: "string" },
			broker: { type: "string" },
			engine: { type: "string" },
			modality: { type: "string" },
			images: { type: "string" },
			view: { type: "string" },
			seed: { type: "string" },
			help: { type: "boolean", short: "h" },
		},
	}).values;
}

function refused(reason: string): ParsedOptions {
	return { kind: "refused", reason };
}

function firstLine(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}

function isBrokerUrl(text: string): boolean {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	return url !== undefined && ["mqtt:", "mqtts:"].includes(url.protocol) && url.hostname !== "";
}
