import type { Check, Source } from "./check.js";
import { codeChecks } from "./code-style.js";
import { textChecks } from "./text-style.js";

/** All that STYLE.md promises and neither Biome nor the compiler checks, by name. */
export const checks: Readonly<Record<string, Check>> = { ...textChecks, ...codeChecks };

/** @returns one line per complaint, `path:line check: what`. */
export function complaintsAbout(source: Source): string[] {
	return Object.entries(checks).flatMap(([name, check]) =>
		check(source).map(({ line, what }) => `${source.path}:${line} ${name}: ${what}`),
	);
}
