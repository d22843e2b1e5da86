import ts from "typescript";

/** What the check has to know of one source file. */
export interface SourceFacts {
	/** Specifiers of imports that are there at run time. */
	readonly imports: readonly string[];
	/** Names of C functions that it calls. */
	readonly natives: readonly string[];
	/** Names that it reads and declares nowhere. */
	readonly globals: ReadonlySet<string>;
	/** What the device's compiler lacks, one line each. */
	readonly unsupported: readonly string[];
}

export function factsOf(path: string, text: string): SourceFacts {
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
	const imports: string[] = [];
	const natives: string[] = [];
	const used = new Set<string>();
	const declared = new Set<string>();
	const unsupported: string[] = [];
	const lineOf = (node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
	const lacks = (node: ts.Node, what: string): void => {
		unsupported.push(`line ${lineOf(node)}: ${what}`);
	};
	const visit = (node: ts.Node): void => {
		const specifier = runtimeSpecifier(node);
		if (specifier !== undefined) imports.push(specifier);
		if (ts.isCallExpression(node)) {
			if (node.expression.kind === ts.SyntaxKind.ImportKeyword) lacks(node, "import() at run time");
			const [first] = node.arguments;
			const isNative = ts.isIdentifier(node.expression) && node.expression.text === "native";
			if (isNative && first !== undefined && ts.isStringLiteral(first)) natives.push(first.text);
		}
		if (ts.isVariableDeclarationList(node) && isUsing(node)) lacks(node, "`using`");
		if (ts.isDecorator(node)) lacks(node, "a decorator");
		if (ts.isRegularExpressionLiteral(node) && /\/[a-z]*v[a-z]*$/.test(node.text)) lacks(node, "the flag v");
		if (ts.isAwaitExpression(node) && isAtTopLevel(node)) lacks(node, "await outside a function");
		if (ts.isIdentifier(node) && isRead(node)) used.add(node.text);
		if (isDeclaration(node) && ts.isIdentifier(node.name)) declared.add(node.name.text);
		ts.forEachChild(node, visit);
	};
	visit(source);
	const globals = new Set([...used].filter((name) => !declared.has(name)));
	return { imports, natives, globals, unsupported };
}

function runtimeSpecifier(node: ts.Node): string | undefined {
	const isImport = ts.isImportDeclaration(node) && node.importClause?.isTypeOnly !== true;
	const isExport = ts.isExportDeclaration(node) && !node.isTypeOnly;
	if (!isImport && !isExport) return undefined;
	const { moduleSpecifier } = node;
	return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
		? moduleSpecifier.text
		: undefined;
}

function isUsing(node: ts.VariableDeclarationList): boolean {
	return (node.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using;
}

function isAtTopLevel(node: ts.Node): boolean {
	for (let outer: ts.Node | undefined = node.parent; outer !== undefined; outer = outer.parent) {
		if (ts.isFunctionLike(outer)) return false;
	}
	return true;
}

/** Called, constructed, extended, or asked for a member: near enough for the names of built-ins. */
function isRead(node: ts.Identifier): boolean {
	const { parent } = node;
	if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
	return (
		(ts.isCallExpression(parent) && parent.expression === node) ||
		(ts.isNewExpression(parent) && parent.expression === node) ||
		(ts.isExpressionWithTypeArguments(parent) && parent.expression === node)
	);
}

function isDeclaration(
	node: ts.Node,
): node is ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement {
	return ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node);
}
