/**
 * Writes modules/messages/messages.generated.ts from modules/messages/messages.cddl:
 *
 *     node --import tsx host-sim/messages/generate.ts
 *
 * Knows only the constructs our messages use and throws at any other, naming the rule.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Assignment, type Property, parse } from "cddl";

const CDDL_FILE = fileURLToPath(new URL("../../modules/messages/messages.cddl", import.meta.url));
export const GENERATED_FILE = fileURLToPath(
	new URL("../../modules/messages/messages.generated.ts", import.meta.url),
);

/** Maps that are no bodies: parts of the envelope, which codec/cose.ts writes. */
const ENVELOPE_MAPS = ["empty-map", "protected-header"];

/** @returns the text of messages.generated.ts. */
export function generateMessages(): string {
	const rules = readRules();
	const bodies = [...rules.values()].filter(isBody);
	const values = usedValueRules(rules, bodies);
	const contentTypes = literals(rules, "content-type-value").map(String);
	const blocks = [
		HEADER,
		...values.filter((name) => isEnumeration(rules, name)).map((name) => enumeration(rules, name)),
		...bodies.map((body) => bodyInterface(rules, body)),
		bodyMap(bodies),
		signedTypes(contentTypes),
		values.map((name) => valueConstant(rules, name)).join("\n"),
		bodyRules(rules, bodies),
	];
	return `${blocks.join("\n\n")}\n`;
}

const ORIGIN = "Generated from messages.cddl by host-sim/messages/generate.ts";
const HEADER = `// ${ORIGIN}; edit neither this file nor its layout.
import type { FieldRule, ValueRule } from "./rules.js";`;

interface Rule {
	readonly name: string;
	readonly node: Assignment;
	/** The comment that ends the rule's line, or fills the lines just above it. */
	readonly doc: string | undefined;
}

type Rules = ReadonlyMap<string, Rule>;

function readRules(): Rules {
	const source = readFileSync(CDDL_FILE, "utf8");
	const rules = new Map<string, Rule>();
	for (const node of parse(CDDL_FILE)) {
		if (rules.has(node.Name)) throw new Error(`${node.Name}: defined twice`);
		rules.set(node.Name, { name: node.Name, node, doc: docOf(source, node.Name) });
	}
	return rules;
}

/**
 * The parser hangs a rule's leading comment on the rule before, so comments are found in the source itself.
 */
function docOf(source: string, name: string): string | undefined {
	const lines = source.split("\n");
	const at = lines.findIndex((line) => line.startsWith(`${name} = `));
	const trailing = lines[at].match(/;\s*(.+)$/);
	if (trailing !== null) return trailing[1];
	const above: string[] = [];
	for (let i = at - 1; i >= 0 && lines[i].startsWith("; "); i--) above.unshift(lines[i].slice(2));
	return above.length === 0 || above[0].startsWith("---") ? undefined : above.join(" ");
}

function isBody(rule: Rule): boolean {
	return rule.node.Type === "group" && !ENVELOPE_MAPS.includes(rule.name);
}

interface Field {
	readonly property: Property;
	readonly name: string;
	readonly label: number;
	readonly optional: boolean;
	/** Name of the value's rule, or undefined when the value is written in place. */
	readonly reference: string | undefined;
}

function fieldsOf(rules: Rules, body: Rule): Field[] {
	if (body.node.Type !== "group") throw new Error(`${body.name}: not a map`);
	return body.node.Properties.map((property) => {
		if (Array.isArray(property)) throw new Error(`${body.name}: group choices are not supported`);
		const { n, m } = property.Occurrence;
		if (m !== 1) throw new Error(`${body.name}.${property.Name}: occurs more than once`);
		const label = literals(rules, property.Name)[0];
		if (typeof label !== "number") throw new Error(`${body.name}.${property.Name}: no integer label`);
		const reference = referenceOf(property.Type);
		return { property, name: camelCase(property.Name), label, optional: n === 0, reference };
	});
}

/** Value rules in the order of their first use. */
function usedValueRules(rules: Rules, bodies: readonly Rule[]): string[] {
	const names = new Set<string>();
	for (const body of bodies)
		for (const { reference } of fieldsOf(rules, body)) if (reference !== undefined) names.add(reference);
	return [...names];
}

function referenceOf(type: unknown): string | undefined {
	const node = only(type);
	return isRecord(node) && node["Type"] === "group" && typeof node["Value"] === "string"
		? node["Value"]
		: undefined;
}

/** The values of a literal, or of a choice of literals or of names of literals. */
function literals(rules: Rules, name: string): (number | string)[] {
	return choiceOf(rules, name).flatMap((node) => {
		if (!isRecord(node)) throw new Error(`${name}: not a literal`);
		const value = node["Value"];
		if (node["Type"] === "group" && typeof value === "string") return literals(rules, value);
		if (node["Type"] !== "literal" || (typeof value !== "number" && typeof value !== "string"))
			throw new Error(`${name}: not a literal`);
		return [value];
	});
}

function choiceOf(rules: Rules, name: string): readonly unknown[] {
	const node = ruleOf(rules, name).node;
	if (node.Type !== "variable") throw new Error(`${name}: not a value`);
	return Array.isArray(node.PropertyType) ? node.PropertyType : [node.PropertyType];
}

function isEnumeration(rules: Rules, name: string): boolean {
	return choiceOf(rules, name).length > 1;
}

/** An `as const` object of the members without their common prefix, and the union of its values. */
function enumeration(rules: Rules, name: string): string {
	const members = choiceOf(rules, name).map((node) => referenceOf(node) ?? fail(`${name}: unnamed member`));
	const prefix = commonPrefix(members);
	const type = enumerationName(name);
	const lines = members.map((member) => {
		const name = camelCase(member.slice(prefix.length));
		return `${docLine("\t", ruleOf(rules, member).doc)}\t${name}: ${literals(rules, member)[0]},`;
	});
	return [
		`${docLine("", ruleOf(rules, name).doc)}export const ${type} = {`,
		...lines,
		"} as const;",
		`export type ${type} = (typeof ${type})[keyof typeof ${type}];`,
	].join("\n");
}

function bodyInterface(rules: Rules, body: Rule): string {
	const lines = fieldsOf(rules, body).map(({ property, name, optional, reference }) => {
		const valueDoc = reference === undefined ? undefined : ruleOf(rules, reference).doc;
		const isPlain = reference === undefined || !isEnumeration(rules, reference);
		const doc = property.Comments[0]?.Content ?? (isPlain ? valueDoc : undefined);
		const type = isPlain ? plainType(rules, property, reference) : enumerationName(reference);
		return `${docLine("\t", doc)}\treadonly ${name}${optional ? "?" : ""}: ${type};`;
	});
	return `${docLine("", body.doc)}export interface ${pascalCase(body.name)} {\n${lines.join("\n")}\n}`;
}

function plainType(rules: Rules, property: Property, reference: string | undefined): string {
	const rule = valueRule(reference === undefined ? only(property.Type) : only(choiceOf(rules, reference)));
	if (rule.startsWith('{ kind: "integer"')) return "number";
	return rule.startsWith('{ kind: "bytes"') ? "Uint8Array" : "string";
}

function bodyMap(bodies: readonly Rule[]): string {
	const lines = bodies.map(({ name }) => `\treadonly ${key(name)}: ${pascalCase(name)};`);
	return `export interface BodyByType {\n${lines.join("\n")}\n}`;
}

function signedTypes(contentTypes: readonly string[]): string {
	const lines = contentTypes.map((contentType) => {
		const name = contentType.match(/^application\/vnd\.shogo\.([a-z-]+)\+cbor$/)?.[1];
		return `\t${key(name ?? fail(`${contentType}: not one of our content types`))}: "${contentType}",`;
	});
	return [
		"/** Bodies that travel signed, and the content type that names each in its envelope. */",
		"export const CONTENT_TYPES = {",
		...lines,
		"} as const;",
		"export type SignedType = keyof typeof CONTENT_TYPES;",
	].join("\n");
}

function valueConstant(rules: Rules, name: string): string {
	const value = isEnumeration(rules, name)
		? `{ kind: "enumeration", values: Object.values(${enumerationName(name)}) }`
		: valueRule(only(choiceOf(rules, name)));
	const line = `export const ${constantName(name)} = ${value} satisfies ValueRule;`;
	if (line.length <= LINE_LENGTH_MAX) return line;
	return line.replace("{ ", "{\n\t").replaceAll(", ", ",\n\t").replace(" }", ",\n}");
}

/** Beyond it the formatter would break the line. */
const LINE_LENGTH_MAX = 110;
const TAB_WIDTH = 2;

function bodyRules(rules: Rules, bodies: readonly Rule[]): string {
	const tables = bodies.map((body) => {
		const lines = fieldsOf(rules, body).map(({ property, name, label, optional, reference }) => {
			const value = reference === undefined ? valueRule(only(property.Type)) : constantName(reference);
			const presence = optional ? "optional" : "required";
			return tableRow([`name: "${name}"`, `label: ${label}`, `presence: "${presence}"`, `value: ${value}`]);
		});
		const line = `${key(body.name)}: [${lines[0].trim().slice(0, -1)}],`;
		if (lines.length === 1 && line.length + TAB_WIDTH <= LINE_LENGTH_MAX) return `\t${line}`;
		return `\t${key(body.name)}: [\n${lines.join("\n")}\n\t],`;
	});
	return [
		"export const BODY_RULES: { readonly [T in keyof BodyByType]: readonly FieldRule[] } = {",
		...tables,
		"};",
	].join("\n");
}

/** One entry of a table, on one line if the formatter would leave it there. */
function tableRow(fields: readonly string[]): string {
	const line = `{ ${fields.join(", ")} },`;
	if (line.length + 2 * TAB_WIDTH <= LINE_LENGTH_MAX) return `\t\t${line}`;
	return `\t\t{\n${fields.map((field) => `\t\t\t${field},\n`).join("")}\t\t},`;
}

/** The text of a ValueRule for a range, `.size` or `.regexp`. */
function valueRule(node: unknown): string {
	if (!isRecord(node)) throw new Error(`unsupported value ${JSON.stringify(node)}`);
	if (node["Type"] === "range") return `{ kind: "integer", ${bounds(node)} }`;
	const operator = node["Operator"];
	if (isRecord(operator) && operator["Type"] === "size") {
		if (node["Type"] === "bstr") return `{ kind: "bytes", ${bounds(operator["Value"])} }`;
		if (node["Type"] === "tstr") return `{ kind: "text", ${bounds(operator["Value"])} }`;
	}
	if (isRecord(operator) && operator["Type"] === "regexp" && node["Type"] === "tstr")
		return charactersRule(literalOf(operator["Value"]));
	throw new Error(`unsupported value ${JSON.stringify(node)}`);
}

/** The text of a ValueRule for a pattern `[..]{min,max}`, the only form we use. */
function charactersRule(pattern: string): string {
	const [, members, min, max] = pattern.match(/^\[([a-z0-9-]+)\]\{(\d+),(\d+)\}$/) ?? [];
	if (members === undefined) throw new Error(`unsupported pattern ${pattern}`);
	const alphabet = members.replace(/(.)-(.)/g, (_, first: string, last: string) => {
		const length = last.charCodeAt(0) - first.charCodeAt(0) + 1;
		return String.fromCharCode(...Array.from({ length }, (_item, index) => first.charCodeAt(0) + index));
	});
	return `{ kind: "characters", alphabet: "${alphabet}", min: ${min}, max: ${max} }`;
}

/** `min: .., max: ..` of a range or of a single number. */
function bounds(node: unknown): string {
	const range = isRecord(node) && node["Type"] === "range" ? node["Value"] : undefined;
	if (!isRecord(range)) return `min: ${literalOf(node)}, max: ${literalOf(node)}`;
	if (range["Inclusive"] !== true) throw new Error("exclusive ranges are not supported");
	return `min: ${literalOf(range["Min"])}, max: ${literalOf(range["Max"])}`;
}

function literalOf(node: unknown): string {
	if (!isRecord(node) || node["Type"] !== "literal")
		throw new Error(`not a literal: ${JSON.stringify(node)}`);
	return String(node["Value"]);
}

function only(type: unknown): unknown {
	if (!Array.isArray(type)) return type;
	if (type.length !== 1) throw new Error("a choice where one value is expected");
	return type[0];
}

function ruleOf(rules: Rules, name: string): Rule {
	return rules.get(name) ?? fail(`${name}: not defined`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null;
}

function fail(message: string): never {
	throw new Error(message);
}

/** Longest prefix of all names that ends in a hyphen. */
function commonPrefix(names: readonly string[]): string {
	let length = 0;
	for (let i = 1; i <= names[0].length; i++) {
		const prefix = names[0].slice(0, i);
		if (prefix.endsWith("-") && names.every((name) => name.startsWith(prefix))) length = i;
	}
	return names[0].slice(0, length);
}

function docLine(indent: string, doc: string | undefined): string {
	return doc === undefined ? "" : `${indent}/** ${doc} */\n`;
}

function camelCase(name: string): string {
	return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function pascalCase(name: string): string {
	const camel = camelCase(name);
	return camel[0].toUpperCase() + camel.slice(1);
}

function enumerationName(name: string): string {
	return pascalCase(name.replace(/-value$/, ""));
}

function constantName(name: string): string {
	return name.toUpperCase().replace(/-/g, "_");
}

function key(name: string): string {
	return /^[a-z]+$/.test(name) ? name : `"${name}"`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(GENERATED_FILE, generateMessages());
