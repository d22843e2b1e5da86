/**
 * Validates decoded CBOR against messages.cddl, following RFC 8610 over the syntax tree
 * of the `cddl` package. Shares nothing with the firmware's tables or with their
 * generator: it is the second opinion on both.
 */
import { fileURLToPath } from "node:url";
import { Tag } from "cbor2";
import { parse } from "cddl";

const CDDL_FILE = fileURLToPath(new URL("../../modules/messages/messages.cddl", import.meta.url));

type Node = Readonly<Record<string, unknown>>;

const RULES: ReadonlyMap<string, unknown> = new Map(parse(CDDL_FILE).map((rule) => [rule.Name, rule]));

/** @param value as cbor2 decodes it with `preferMap`. */
export function matchesRule(name: string, value: unknown): boolean {
	const rule = RULES.get(name);
	if (rule === undefined) throw new Error(`messages.cddl has no ${name}`);
	return matches(rule, value);
}

function matches(type: unknown, value: unknown): boolean {
	if (Array.isArray(type)) return type.some((choice) => matches(choice, value));
	if (typeof type === "string") return matchesNative(type, undefined, value);
	const node = nodeOf(type);
	switch (node["Type"]) {
		case "variable":
			return matches(node["PropertyType"], value);
		case "literal":
			return node["Value"] === value;
		case "range":
			return typeof value === "number" && isInRange(nodeOf(node["Value"]), value);
		case "tag": {
			const { NumericPart, TypePart } = nodeOf(node["Value"]);
			// The package reads the major type and tag number of `#6.18` as one decimal fraction.
			return (
				value instanceof Tag && String(NumericPart) === `6.${value.tag}` && matches(TypePart, value.contents)
			);
		}
		case "array":
			return Array.isArray(value) && matchesItems(listOf(node["Values"]), value);
		case "group":
			if (typeof node["Value"] === "string") return matchesRule(node["Value"], value);
			return value instanceof Map && matchesEntries(listOf(node["Properties"]), value);
		default:
			return matchesNative(node["Type"], node["Operator"], value);
	}
}

function matchesNative(name: unknown, operator: unknown, value: unknown): boolean {
	const isOfType =
		name === "bstr" ? value instanceof Uint8Array : name === "tstr" && typeof value === "string";
	if (name !== "bstr" && name !== "tstr") throw new Error(`unknown type ${JSON.stringify(name)}`);
	if (!isOfType || operator === undefined) return isOfType;
	const { Type, Value } = nodeOf(operator);
	if (Type === "regexp") return new RegExp(`^(?:${nodeOf(Value)["Value"]})$`).test(String(value));
	if (Type !== "size") throw new Error(`unknown operator ${JSON.stringify(Type)}`);
	const size = typeof value === "string" ? Buffer.byteLength(value) : Buffer.from(bytesOf(value)).length;
	return matches(Value, size);
}

function matchesEntries(properties: readonly unknown[], map: ReadonlyMap<unknown, unknown>): boolean {
	const claimed = new Set<unknown>();
	for (const property of properties.map(nodeOf)) {
		const key = keyOf(property);
		if (!map.has(key)) {
			if (minimum(property) > 0) return false;
			continue;
		}
		if (!matches(property["Type"], map.get(key))) return false;
		claimed.add(key);
	}
	return claimed.size === map.size;
}

function matchesItems(properties: readonly unknown[], items: readonly unknown[]): boolean {
	return (
		items.length === properties.length &&
		properties.every((property, index) => matchesItem(nodeOf(property), items[index]))
	);
}

/** In an array the name is a comment; an operator hangs beside the type. */
function matchesItem(property: Node, item: unknown): boolean {
	return minimum(property) === 1 && matches(property["Type"], item);
}

/** `name => type`: the key is the value of the rule `name`. */
function keyOf(property: Node): unknown {
	const rule = nodeOf(RULES.get(String(property["Name"])));
	const literal = nodeOf(listOf(rule["PropertyType"])[0]);
	if (literal["Type"] !== "literal") throw new Error(`${String(property["Name"])} is not a label`);
	return literal["Value"];
}

function minimum(property: Node): number {
	return Number(nodeOf(property["Occurrence"])["n"]);
}

function isInRange({ Min, Max, Inclusive }: Node, value: number): boolean {
	const low = Number(nodeOf(Min)["Value"]);
	const high = Number(nodeOf(Max)["Value"]);
	return Number.isInteger(value) && value >= low && (Inclusive === true ? value <= high : value < high);
}

function nodeOf(value: unknown): Node {
	if (!isNode(value)) throw new Error(`not a node: ${JSON.stringify(value)}`);
	return value;
}

function isNode(value: unknown): value is Node {
	return typeof value === "object" && value !== null;
}

function listOf(value: unknown): readonly unknown[] {
	if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)}`);
	return value;
}

function bytesOf(value: unknown): Uint8Array {
	if (!(value instanceof Uint8Array)) throw new Error("not bytes");
	return value;
}
