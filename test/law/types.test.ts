import { test } from "uvu";
import { assertToolPasses } from "./tools.js";

test("the whole tree type-checks", () => {
	assertToolPasses("typescript/bin/tsc", "-p", "tsconfig.json");
});

test("the firmware core type-checks at the engine's language level, without Node's types", () => {
	assertToolPasses("typescript/bin/tsc", "-p", "modules/tsconfig.json");
});

for (const page of ["terminal/page", "host-sim/page"]) {
	test(`what runs in a browser type-checks without Node's types: ${page}`, () => {
		assertToolPasses("typescript/bin/tsc", "-p", `${page}/tsconfig.json`);
	});
}

test.run();
