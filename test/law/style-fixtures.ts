import type { Source } from "./check.js";

/** One source per check, which that check alone refuses. Words refused everywhere are put together here. */
export const refused: Readonly<Record<string, Source>> = {
	"file-length": core("// a line\n".repeat(321)),
	"line-length": core(`// ${"x".repeat(108)}\n`),
	"c-function-length": {
		path: "host-sim/xs/x.c",
		text: `static int f(void)\n{\n${"\tg();\n".repeat(69)}}\n`,
	},
	"machine-path": { path: "README.md", text: `see ${["", "home", "me", "x"].join("/")}\n` },
	"registry-host": { path: "README.md", text: `from ${["npmjs", "org"].join(".")}\n` },
	"unfinished-work": core(`// ${"TO"}${"DO"}: later\n`),
	"lockfile-address": { path: "package-lock.json", text: '"resolved": "https://example.org/x.tgz"\n' },
	"function-length": core(`/** Long. */\nexport function f(): void {\n${"\tg();\n".repeat(69)}}\n`),
	"no-any": core("const x: any = 0;\n"),
	"no-non-null": core("const x = y!;\n"),
	"no-cast": core("const x = y as Uint8Array;\n"),
	"no-default-export": core("export default 1;\n"),
	"no-barrel": core('export { f } from "./f.js";\n'),
	"js-suffix": core('import { f } from "./f";\n'),
	"no-boolean-parameter": core("function f(lit: boolean): void {}\n"),
	"no-inheritance": core("class Palm extends Hand {}\n"),
	"no-module-state": core("const line = new Uint8Array(640);\n"),
	"pure-core": core("const now = Date.now();\n"),
	docstring: core("export function f(): void {}\n"),
};

/** Sources that look like the above and are in order. */
export const accepted: readonly Source[] = [
	core("const TABLE = new Uint8Array([1, 2, 3]);\n"),
	core("function f(): Uint8Array {\n\treturn new Uint8Array(640);\n}\n"),
	core('const KINDS = ["palm", "iris"] as const;\n'),
	core("class Refused extends RangeError {}\n"),
	core('import { f as g } from "./f.js";\n'),
	core('export { f } from "./f.js";\n\nconst own = 1;\n'),
	core("function assert(condition: boolean): asserts condition {}\n"),
	core("/** Says why. */\nexport function f(): void {}\n"),
	core("const random = table.random;\n"),
	{ path: "host-sim/x.ts", text: "const line = new Uint8Array(640);\nconst now = Date.now();\n" },
	{ path: "README.md", text: "npm start -- --hands ../shared/images\n" },
	{ path: "README.md", text: `${"a long line of prose ".repeat(20)}\n` },
	{ path: "host-sim/xs/x.c", text: `static int f(void)\n{\n${"\tg();\n".repeat(68)}}\n` },
];

/** More shapes of the same offences: [check, text]. */
export const alsoRefused: readonly (readonly [string, Source])[] = [
	["no-cast", core("const x = <Uint8Array>y;\n")],
	["no-non-null", core("class C {\n\tx!: number;\n}\n")],
	["no-module-state", core("let calls = 0;\n")],
	["no-module-state", core("class C {\n\tstatic line = new Int16Array(WIDTH);\n}\n")],
	["no-module-state", core("const cache = new Map();\n")],
	["no-module-state", core("const queue: number[] = [];\n")],
	["pure-core", core("async function f(): X {}\n")],
	["pure-core", core("const x = Math.random();\n")],
	["js-suffix", core('const x = import("./f.ts");\n')],
	["no-barrel", core('export * from "./f.js";\n')],
];

function core(text: string): Source {
	return { path: "modules/bytes/x.ts", text };
}
