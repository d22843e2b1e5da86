import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkDevice } from "../../host-sim/device/check.js";
import { projectRoot } from "../../host-sim/engines/paths.js";

const { modules, problems, faults } = checkDevice(projectRoot);

test("the device build has no problem that can be seen without the SDK", () => {
	assert.equal(
		problems.map(({ where, what }) => `${where}: ${what}`),
		[],
	);
	assert.ok(modules > 100, `${modules} modules`);
});

test("every planted fault is seen, by the complaint that names it", () => {
	assert.is(faults.length, 10);
	assert.equal(
		faults.filter(({ isCaught }) => !isCaught).map(({ fault }) => fault.name),
		[],
	);
});

test.run();
