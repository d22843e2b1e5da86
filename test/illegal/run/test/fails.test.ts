import { test } from "uvu";

test("one", () => {});
test("two", () => {
	throw new Error("the reason is shown");
});
test.run();
