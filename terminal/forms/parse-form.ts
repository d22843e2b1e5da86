/**
 * A form's wording as the office edits it, one text a line:
 *
 *     # a note
 *     title.ja: 業務端末利用記録簿          title.en, number, lead, foot likewise
 *     paper: landscape                     or portrait
 *     columns: date, begin, operator       left out: all
 *     heading.operator.ja: 利用者           where a column is called otherwise
 *     box.1.ja: 責任者                      who signs the list; box.2 ...
 *     sheet.title.ja: 誤入力確認票           a page of its own for one row: sheet.text.1.ja, sheet.box.1.ja ...
 *
 * `{office}` and the like stand for what is known when it is shown. What is not understood is refused with
 * its line: nothing is left out in silence.
 */
import type { Sentence } from "../shared/contract.js";
import { type FormSheet, type FormTemplate, PLACEHOLDERS } from "../shared/form-template.js";
import type { RegisterShape } from "../shared/registers.js";

export type FormReading =
	| { readonly kind: "read"; readonly form: FormTemplate }
	/** `line` counts from 1. */
	| { readonly kind: "mistaken"; readonly line: number; readonly what: Sentence };

type Shape = Pick<RegisterShape, "id" | "columns">;

export function parseForm(bytes: Uint8Array, register: Shape): FormReading {
	try {
		return { kind: "read", form: formOf(new Lines(textOf(bytes), register)) };
	} catch (error) {
		if (error instanceof Mistake) return { kind: "mistaken", line: error.line, what: error.what };
		throw error;
	}
}

function formOf(lines: Lines): FormTemplate {
	const [number, lead, foot] = [lines.sentence("number"), lines.sentence("lead"), lines.sentence("foot")];
	const columns = lines.columns();
	const sheet = sheetOf(lines);
	const title = lines.need("title");
	return {
		id: lines.register.id,
		title,
		...(number && { number }),
		...(lead && { lead }),
		...(foot && { foot }),
		paper: lines.paper(),
		...(columns && { columns }),
		headings: lines.headings(),
		boxes: lines.list("box"),
		...(sheet && { sheet }),
	};
}

function sheetOf(lines: Lines): FormSheet | undefined {
	const [texts, boxes] = [lines.list("sheet.text"), lines.list("sheet.box")];
	const title = lines.sentence("sheet.title");
	if (title === undefined && texts.length + boxes.length === 0) return undefined;
	return { title: title ?? lines.need("sheet.title"), texts, boxes };
}

const FILE_BYTES_MAX = 64 * 1024;
const TEXT_MAX = 1000;
const NUMBERED = "(sheet\\.text|sheet\\.box|box)\\.[1-9]\\d?";
const SAID = `(title|number|lead|foot|sheet\\.title|heading\\.[a-zA-Z]+|${NUMBERED})\\.(ja|en)`;
const KEY = new RegExp(`^(paper|columns|${SAID})$`);

class Mistake extends Error {
	readonly line: number;
	readonly what: Sentence;
	constructor(line: number, what: Sentence) {
		super(what.en);
		[this.line, this.what] = [line, what];
	}
}

function textOf(bytes: Uint8Array): string {
	if (bytes.length > FILE_BYTES_MAX)
		throw new Mistake(1, {
			ja: `ファイルが大きすぎます。${FILE_BYTES_MAX} バイト以内にしてください。`,
			en: `the file is too large: keep it within ${FILE_BYTES_MAX} bytes`,
		});
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw new Mistake(1, {
			ja: "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。",
			en: "this is not UTF-8: save the file again as UTF-8",
		});
	}
}

interface Told {
	readonly line: number;
	readonly text: string;
}

class Lines {
	readonly register: Shape;
	readonly #told = new Map<string, Told>();

	constructor(text: string, register: Shape) {
		this.register = register;
		for (const [index, raw] of text.split(/\r?\n/).entries()) {
			const line = raw.trim();
			if (line !== "" && !line.startsWith("#")) this.#take(index + 1, line);
		}
	}

	need(key: string): Sentence {
		const sentence = this.sentence(key);
		if (sentence === undefined)
			throw new Mistake(1, {
				ja: `「${key}.ja:」の行がありません。加えてください。`,
				en: `there is no line "${key}.ja:"; add one`,
			});
		return sentence;
	}

	/** English is what the Japanese is where it is left out. */
	sentence(key: string): Sentence | undefined {
		const [ja, en] = [this.#told.get(`${key}.ja`), this.#told.get(`${key}.en`)];
		if (ja === undefined && en !== undefined)
			throw new Mistake(en.line, {
				ja: `「${key}.ja:」の行がありません。英語だけでは足りません。`,
				en: `"${key}.en" has no "${key}.ja" beside it; add one`,
			});
		return ja && { ja: ja.text, en: en?.text ?? ja.text };
	}

	list(key: string): readonly Sentence[] {
		const numbers = [...this.#told.keys()].flatMap((told) =>
			told.startsWith(`${key}.`) ? [Number(told.slice(key.length + 1).split(".")[0])] : [],
		);
		const count = Math.max(0, ...numbers);
		return Array.from({ length: count }, (_, index) => this.need(`${key}.${index + 1}`));
	}

	paper(): FormTemplate["paper"] {
		const told = this.#told.get("paper");
		if (told === undefined || told.text === "portrait") return "portrait";
		if (told.text === "landscape") return "landscape";
		throw new Mistake(told.line, {
			ja: "用紙の向きは portrait (縦) か landscape (横) です。",
			en: "the paper is portrait or landscape",
		});
	}

	columns(): readonly string[] | undefined {
		const told = this.#told.get("columns");
		if (told === undefined) return undefined;
		const names = told.text.split(",").map((name) => name.trim());
		for (const name of names) this.#isColumn(told.line, name);
		return [...new Set(names)];
	}

	headings(): Readonly<Record<string, Sentence>> {
		const headings: Record<string, Sentence> = {};
		for (const [key, { line }] of this.#told) {
			const [kind, name] = key.split(".");
			if (kind !== "heading") continue;
			this.#isColumn(line, name);
			headings[name] = this.need(`heading.${name}`);
		}
		return headings;
	}

	#take(line: number, text: string): void {
		const at = text.indexOf(":");
		const [key, said] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
		if (at < 0 || !KEY.test(key))
			throw new Mistake(line, {
				ja: `「${at < 0 ? text.slice(0, 20) : key}」は分かりません。「名前: 文」の形か、# で始まる注釈にしてください。`,
				en: `"${at < 0 ? text.slice(0, 20) : key}" is not known here; write "name: text", or # before a note`,
			});
		const before = this.#told.get(key);
		if (before !== undefined)
			throw new Mistake(line, {
				ja: `「${key}」は ${before.line} 行目にもあります。どちらかを消してください。`,
				en: `"${key}" stands in line ${before.line} too; keep one of them`,
			});
		if (said === "" || said.length > TEXT_MAX)
			throw new Mistake(line, {
				ja: `「${key}」の文は 1 文字から ${TEXT_MAX} 文字までです。要らない行は消してください。`,
				en: `the text of "${key}" has 1 to ${TEXT_MAX} letters; delete a line that is not needed`,
			});
		this.#placeholders(line, key, said);
		this.#told.set(key, { line, text: said });
	}

	#placeholders(line: number, key: string, text: string): void {
		const names = [...PLACEHOLDERS, ...(key.startsWith("sheet.text.") ? this.#columnNames() : [])];
		const without = text.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
			names.some((known) => known === name) ? "" : whole,
		);
		if (!/[{}]/.test(without)) return;
		const known = names.map((name) => `{${name}}`).join(" ");
		throw new Mistake(line, {
			ja: `ここで使えない { } があります。使えるのは ${known} です。`,
			en: `there are braces that mean nothing here; there are ${known}`,
		});
	}

	#isColumn(line: number, name: string): void {
		const names = this.#columnNames();
		if (names.includes(name)) return;
		throw new Mistake(line, {
			ja: `「${name}」という列はありません。あるのは ${names.join(", ")} です。`,
			en: `there is no column "${name}"; there are ${names.join(", ")}`,
		});
	}

	#columnNames(): readonly string[] {
		return this.register.columns.map(({ id }) => id);
	}
}
