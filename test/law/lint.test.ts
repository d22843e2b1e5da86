import { test } from "uvu";
import { assertToolPasses } from "./tools.js";

test("Biome has nothing to say about format, lint or import order", () => {
	assertToolPasses("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".");
});

test.run();
