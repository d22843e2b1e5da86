import { test } from "uvu";

test("dies after its tests", () => {
	setTimeout(() => process.abort(), 50);
});
test.run();
