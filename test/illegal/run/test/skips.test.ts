import { test } from "uvu";

console.log("SKIP something: the tool is missing");
test.skip("one", () => {});
test.run();
