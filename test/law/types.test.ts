import { test } from "uvu";
import { assertToolPasses } from "./tools.js";

test("the whole tree type-checks", () => {
	assertToolPasses("typescript/bin/tsc", "-p", "tsconfig.json");
});

test("the firmware core type-checks at the engine's language level, without Node's types", () => {
	assertToolPasses("typescript/bin/tsc", "-p", "modules/tsconfig.json");
});

test.run();
