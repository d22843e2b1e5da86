/** What the kept figures promise: no change makes recognition dearer without saying so in the same commit. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { FIGURES_FILE, type Figures, inXs, type XsFigures } from "../../host-sim/bench/figures.js";
import { stopBundler } from "../../host-sim/engines/bundle.js";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";

const SLACK = 1.03;

/** Every number of the figures by its path. */
function numbersOf(value: object, path: string): readonly (readonly [string, number])[] {
	return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
		if (typeof inner === "number") return [[`${path}.${name}`, inner] as const];
		return typeof inner === "object" && inner !== null ? numbersOf(inner, `${path}.${name}`) : [];
	});
}

function assertNotDearer(now: XsFigures, kept: XsFigures, which: string): void {
	const before = new Map(numbersOf(kept, which));
	for (const [path, cost] of numbersOf(now, which)) {
		const limit = (before.get(path) ?? Number.NaN) * SLACK;
		assert.ok(cost <= limit, `${path}: ${cost}, kept ${before.get(path)}; npm run bench -- --write keeps it`);
	}
}

test("computrons and heap are at most three percent above the figures that are kept", async () => {
	const kept: Figures = JSON.parse(readFileSync(FIGURES_FILE, "utf8"));
	try {
		// The way that the device runs; its twins are slower to try and cost the same everywhere else.
		assertNotDearer(await inXs("native"), kept.native, "native");
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP the figures of the bench: ${error.message.split("\n")[0]}`);
	} finally {
		await stopBundler();
	}
});

test.run();
