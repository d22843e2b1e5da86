/** The page as a browser loads it: one script, one style sheet, nothing from elsewhere. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, stop, transform } from "esbuild";

export interface PageBundle {
	readonly script: string;
	readonly style: string;
}

export interface PageSources {
	/** The script that shows the views; from the project's root. */
	readonly entry: string;
	/** Style sheets, joined in this order; from the project's root. */
	readonly styles: readonly string[];
}

/** The terminal alone; a simulator adds its own view. */
export const TERMINAL_PAGE: PageSources = {
	entry: "terminal/page/main.ts",
	styles: ["terminal/page/page.css", "terminal/page/terminal.css", "terminal/page/ledger.css"],
};

export async function bundlePage({ entry, styles }: PageSources): Promise<PageBundle> {
	try {
		const script = await build({
			entryPoints: [entry],
			absWorkingDir: ROOT,
			bundle: true,
			format: "esm",
			platform: "browser",
			target: "es2022",
			minify: true,
			charset: "utf8",
			legalComments: "none",
			write: false,
			logLevel: "silent",
		});
		const css = styles.map((path) => readFileSync(`${ROOT}${path}`, "utf8")).join("\n");
		const style = await transform(css, { loader: "css", minify: true, charset: "utf8" });
		return { script: script.outputFiles.map(({ text }) => text).join(""), style: style.code };
	} finally {
		await stop();
	}
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
