import { spawn } from "node:child_process";
import { test } from "uvu";

// The child shares this process's output: unless both are killed, the runner never sees it end.
test("never ends, nor does its child", () => {
	spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
	return new Promise(() => {
		setInterval(() => {}, 1000);
	});
});
test.run();
