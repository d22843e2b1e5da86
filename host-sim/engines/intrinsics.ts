/**
 * Which built-in names exist in the unit's realm. xs-intrinsics.json is the list that our XS gives; the Node
 * engine deletes from its realm whatever is not on it, so that a bundle cannot come to depend on more than
 * the unit has. `node --import tsx host-sim/engines/intrinsics.ts` writes the list anew; a test compares it
 * with the engine's.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { bundleOf } from "./bundle.js";
import { inProject } from "./paths.js";
import { startXsEngine } from "./xs-engine.js";

/** Path of a built-in object to its own property names; see `walkSource` for how paths are written. */
export type Intrinsics = Readonly<Record<string, readonly string[]>>;

const listPath = inProject("host-sim/engines/xs-intrinsics.json");

export function readIntrinsics(): Intrinsics {
	const list: Intrinsics = JSON.parse(readFileSync(listPath, "utf8"));
	return list;
}

/**
 * Script text whose value is `{list(), keepOnly(intrinsics)}`, for any ECMAScript 2021 engine. A path is a
 * root's name and then property names, `@@x` for the symbol Symbol.x and `^` for the prototype, joined by
 * slashes.
 */
export const walkSource = `(() => {
	const prototypeOf = Object.getPrototypeOf;
	const roots = {
		"%TypedArray%": prototypeOf(Int8Array),
		globalThis,
		"%ArrayIterator%": prototypeOf([][Symbol.iterator]()),
		"%StringIterator%": prototypeOf(""[Symbol.iterator]()),
		"%MapIterator%": prototypeOf(new Map().entries()),
		"%SetIterator%": prototypeOf(new Set().values()),
		"%RegExpStringIterator%": prototypeOf("".matchAll(/a/g)),
		"%GeneratorFunction%": prototypeOf(function* () {}),
		"%AsyncFunction%": prototypeOf(async function () {}),
		"%AsyncGeneratorFunction%": prototypeOf(async function* () {}),
	};
	const isObject = (value) => typeof value === "function" || (value !== null && typeof value === "object");
	const nameOf = (key) =>
		typeof key === "symbol" ? key.toString().replace(/^Symbol\\(Symbol\\.(.*)\\)$/, "@@$1") : key;
	const ownKeys = (object) => {
		const keys = Reflect.ownKeys(object);
		return typeof object === "function" ? keys.filter((key) => key !== "length" && key !== "name") : keys;
	};
	const list = () => {
		const found = {};
		const seen = new Set();
		const queue = Object.keys(roots).map((name) => [name, roots[name]]);
		for (const [path, object] of queue) {
			if (seen.has(object)) continue;
			seen.add(object);
			const keys = ownKeys(object);
			if (keys.length > 0) found[path] = keys.map(nameOf).sort();
			for (const key of keys) {
				const value = Object.getOwnPropertyDescriptor(object, key).value;
				if (isObject(value)) queue.push([path + "/" + nameOf(key), value]);
			}
			if (prototypeOf(object) !== null) queue.push([path + "/^", prototypeOf(object)]);
		}
		return found;
	};
	const step = (object, name) => {
		if (!isObject(object)) return undefined;
		if (name === "^") return prototypeOf(object);
		const key = name.startsWith("@@") ? Symbol[name.slice(2)] : name;
		const descriptor = Object.getOwnPropertyDescriptor(object, key);
		return descriptor === undefined ? undefined : descriptor.value;
	};
	const keepOnly = (intrinsics) => {
		const targets = Object.keys(intrinsics).map((path) => {
			const [root, ...names] = path.split("/");
			return [names.reduce(step, roots[root]), new Set(intrinsics[path])];
		});
		for (const [object, names] of targets) {
			if (!isObject(object)) continue;
			const extra = ownKeys(object).filter((key) => !names.has(nameOf(key)));
			for (const key of extra) Reflect.deleteProperty(object, key);
		}
	};
	return { list, keepOnly };
})()`;

/** Asks the XS engine itself. */
export async function listXsIntrinsics(): Promise<Intrinsics> {
	let text = "";
	const say = `const text = JSON.stringify(${walkSource}.list());
		for (let i = 0; i < text.length; i += 1000)
			hostPost(Uint8Array.from(text.slice(i, i + 1000), (one) => one.charCodeAt(0)).buffer);`;
	const host = {
		onPost: (message: Uint8Array) => {
			text += new TextDecoder().decode(message);
		},
		onCall: (request: Uint8Array) => request,
	};
	const limits = { chunkBytes: 2 ** 24, slotCount: 2 ** 17, keyCount: 1000 };
	const engine = await startXsEngine({ bundle: bundleOf(say), bits: 64, limits }, host);
	await engine.close();
	const list: Intrinsics = JSON.parse(text);
	return list;
}

if (argv[1] === inProject("host-sim/engines/intrinsics.ts")) {
	writeFileSync(listPath, `${JSON.stringify(await listXsIntrinsics(), null, "\t")}\n`);
}
