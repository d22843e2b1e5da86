/**
 * The office's forms: its own file where there is one, else ours beside this one; where that cannot be used
 * either, the register's bare headings. Whatever is not the office's own wording is said.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FormNotice, FormsState, FormTemplate } from "../shared/form-template.js";
import type { RegisterShape } from "../shared/registers.js";
import { parseForm } from "./parse-form.js";

/** @param folder of the office's own files, ID.txt each; undefined: it has none. */
export function readForms(
	registers: readonly RegisterShape[],
	folder?: string,
	shipped = SHIPPED,
): FormsState {
	const notices: FormNotice[] = [];
	const forms = registers.map((register) => {
		const own = folder === undefined ? undefined : read(register, folder, notices);
		if (own === "missing" && folder !== undefined) notices.push(shippedInstead(register, folder));
		if (own !== undefined && own !== "missing") return own;
		const ours = read(register, shipped, notices);
		if (ours === "missing") notices.push(missing(register, join(shipped, fileOf(register))));
		return ours === "missing" || ours === undefined ? bare(register) : ours;
	});
	return { forms, notices };
}

const SHIPPED = fileURLToPath(new URL("./", import.meta.url));

/** @returns undefined when it is there and wrong; a notice then says where. */
function read(
	register: RegisterShape,
	folder: string,
	notices: FormNotice[],
): FormTemplate | "missing" | undefined {
	const path = join(folder, fileOf(register));
	if (!existsSync(path)) return "missing";
	const reading = parseForm(readFileSync(path), register);
	if (reading.kind === "read") return reading.form;
	const { line, what } = reading;
	notices.push({
		ids: [register.id],
		level: "mistake",
		what: {
			ja: `${path} の ${line} 行目: ${what.ja} 直すまで、代わりの文面で表示します。`,
			en: `${path}, line ${line}: ${what.en}. Until it is mended, other wording is shown.`,
		},
	});
	return undefined;
}

function missing({ id }: RegisterShape, path: string): FormNotice {
	return {
		ids: [id],
		level: "mistake",
		what: {
			ja: `${path} がありません。列の見出しだけで表示します。ソフトウェアを入れ直してください。`,
			en: `${path} is missing: only the bare headings are shown. Install the software again.`,
		},
	};
}

function shippedInstead(register: RegisterShape, folder: string): FormNotice {
	const path = join(folder, fileOf(register));
	return {
		ids: [register.id],
		level: "note",
		what: {
			ja: `付属の文面で表示しています (${path} がありません)。`,
			en: `This is the wording that came with the software: there is no ${path}.`,
		},
	};
}

function bare({ id, title }: RegisterShape): FormTemplate {
	return { id, title, paper: "landscape", headings: {}, boxes: [] };
}

function fileOf({ id }: Pick<RegisterShape, "id">): string {
	return `${id}.txt`;
}
