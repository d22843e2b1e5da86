import ts from "typescript";
import type { Check, Complaint } from "./check.js";

/** Checks on the syntax tree of TypeScript and JavaScript files. */

const FUNCTION_LINES_MAX = 70;

/** Doors at which a plain value becomes a branded one, after it was checked; `as` is allowed only there. */
const BRANDING_DOORS: readonly string[] = [
	"modules/messages/messages.ts",
	"hal/esp32/doors/io.ts",
	"hal/esp32/doors/sha256.ts",
];

const CORE = /^modules\//;
const CORE_OR_DOORS = /^(modules|hal)\//;

/** What an engine offers and the core must not use: clocks, promises, locales, memory that comes and goes. */
const IMPURE = new Set(["Date", "Intl", "Promise", "WeakRef", "FinalizationRegistry", "SharedArrayBuffer"]);

const BUFFER = /^((Uint|Int|Float|BigInt|BigUint)(8|16|32|64)|Uint8Clamped)Array$|^ArrayBuffer$/;

export const codeChecks: Readonly<Record<string, Check>> = {
	"function-length": eachNode(/^/, (node, file) => {
		if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return undefined;
		const lines = lineOf(file, node.end) - lineOf(file, node.getStart(file)) + 1;
		return lines > FUNCTION_LINES_MAX ? `${lines} lines; at most ${FUNCTION_LINES_MAX}` : undefined;
	}),
	"no-any": eachNode(/^/, (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? "any" : undefined)),
	"no-non-null": eachNode(/^/, (node) => {
		if (ts.isNonNullExpression(node)) return "x! claims what the compiler could not see";
		const definite =
			(ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) && node.exclamationToken;
		return definite ? "definite assignment" : undefined;
	}),
	"no-cast": eachNode(/^/, (node, file) => {
		if (BRANDING_DOORS.includes(file.fileName)) return undefined;
		if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return undefined;
		return node.type.getText(file) === "const" ? undefined : `as ${node.type.getText(file)}`;
	}),
	"no-default-export": eachNode(CORE, (node) => {
		return ts.isExportAssignment(node) || isMarked(node, ts.SyntaxKind.DefaultKeyword)
			? "default"
			: undefined;
	}),
	"no-barrel": ({ path, text }) => {
		const statements = parse(path, text)?.statements ?? [];
		const reExports = statements.filter(
			(node) => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined,
		);
		const own = statements.filter((node) => !ts.isExportDeclaration(node) && !ts.isImportDeclaration(node));
		return reExports.length > 0 && own.length === 0
			? [{ line: 1, what: "only passes on others' exports" }]
			: [];
	},
	"js-suffix": eachNode(/\.ts$/, (node) => {
		const name = specifierOf(node);
		return name?.startsWith(".") && !/\.(js|json)$/.test(name) ? `${name} does not end in .js` : undefined;
	}),
	"no-boolean-parameter": eachNode(/\.ts$/, (node) => {
		if (!ts.isParameter(node) || !ts.isFunctionLike(node.parent) || !("body" in node.parent))
			return undefined;
		const result = node.parent.type;
		if (result !== undefined && ts.isTypePredicateNode(result)) return undefined;
		return node.type?.kind === ts.SyntaxKind.BooleanKeyword
			? "two functions, or a word for each case"
			: undefined;
	}),
	"no-inheritance": eachNode(/^/, (node, file) => {
		if (!ts.isHeritageClause(node) || node.token !== ts.SyntaxKind.ExtendsKeyword) return undefined;
		if (!ts.isClassLike(node.parent)) return undefined;
		const base = node.types[0]?.expression.getText(file) ?? "";
		return base.endsWith("Error") ? undefined : `extends ${base}`;
	}),
	"no-module-state": ({ path, text }) => (CORE.test(path) ? moduleState(parse(path, text)) : []),
	"pure-core": eachNode(CORE, (node, file) => {
		if (ts.isIdentifier(node) && IMPURE.has(node.text)) return node.text;
		if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) return "promise";
		return ts.isPropertyAccessExpression(node) && node.getText(file) === "Math.random"
			? "Math.random"
			: undefined;
	}),
	docstring: eachNode(CORE_OR_DOORS, (node) => {
		const named = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node);
		if (!named || !isMarked(node, ts.SyntaxKind.ExportKeyword)) return undefined;
		return ts.getJSDocCommentsAndTags(node).length > 0
			? undefined
			: `${node.name?.text} says nothing of itself`;
	}),
};

function eachNode(
	paths: RegExp,
	complain: (node: ts.Node, file: ts.SourceFile) => string | undefined,
): Check {
	return ({ path, text }) => {
		const file = paths.test(path) ? parse(path, text) : undefined;
		if (file === undefined) return [];
		const complaints: Complaint[] = [];
		const visit = (node: ts.Node) => {
			const what = complain(node, file);
			if (what !== undefined) complaints.push({ line: lineOf(file, node.getStart(file)), what });
			ts.forEachChild(node, visit);
		};
		visit(file);
		return complaints;
	};
}

let latest: ts.SourceFile | undefined;

/** One file is asked about by every check in turn: it is parsed once. */
function parse(path: string, text: string): ts.SourceFile | undefined {
	if (!/\.(ts|mjs|cjs)$/.test(path)) return undefined;
	if (latest?.fileName !== path || latest.text !== text) {
		latest = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
	}
	return latest;
}

/** Preloaded modules are read-only on the device, so nothing at module scope may be meant to change. */
function moduleState(file: ts.SourceFile | undefined): Complaint[] {
	if (file === undefined) return [];
	const complaints: Complaint[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isFunctionLike(node)) return;
		const what = stateIn(node, file);
		if (what !== undefined) complaints.push({ line: lineOf(file, node.getStart(file)), what });
		ts.forEachChild(node, visit);
	};
	const inClass = (member: ts.ClassElement) => isMarked(member, ts.SyntaxKind.StaticKeyword);
	for (const statement of file.statements) {
		if (ts.isClassDeclaration(statement)) statement.members.filter(inClass).forEach(visit);
		else visit(statement);
	}
	return complaints;
}

function stateIn(node: ts.Node, file: ts.SourceFile): string | undefined {
	if (ts.isVariableDeclarationList(node)) {
		const isLoop = ts.isForStatement(node.parent) || ts.isForOfStatement(node.parent);
		return isLoop || (node.flags & ts.NodeFlags.Const) !== 0 ? undefined : "let or var";
	}
	if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
		const made = node.initializer;
		return ts.isArrayLiteralExpression(made) && made.elements.length === 0
			? "an empty list to be filled"
			: undefined;
	}
	if (!ts.isNewExpression(node)) return undefined;
	const made = node.expression.getText(file);
	const content = node.arguments?.[0];
	if (/^(Weak)?(Map|Set)$/.test(made) && content === undefined) return `an empty ${made} to be filled`;
	if (!BUFFER.test(made)) return undefined;
	return content !== undefined && ts.isArrayLiteralExpression(content)
		? undefined
		: `a ${made} without contents`;
}

function specifierOf(node: ts.Node): string | undefined {
	const specifier =
		ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
			? node.moduleSpecifier
			: ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
				? node.arguments[0]
				: undefined;
	return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

function isMarked(node: ts.Node, keyword: ts.SyntaxKind): boolean {
	return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((mark) => mark.kind === keyword) ?? false);
}

/** Counted from 1. */
function lineOf(file: ts.SourceFile, position: number): number {
	return file.getLineAndCharacterOfPosition(position).line + 1;
}
