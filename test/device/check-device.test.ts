import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkDevice } from "../../host-sim/device/check.js";
import { readImage } from "../../host-sim/device/manifest.js";
import { treeOnDisk } from "../../host-sim/device/tree.js";
import { deviceLimits } from "../../host-sim/engines/limits.js";
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

test("the SDK's Linux target gets the memory of the simulator's engine, whose pointers are as long", () => {
	const { creation } = readImage(treeOnDisk(projectRoot), "lin");
	const { chunkBytes, slotCount, stackCount, keyCount } = deviceLimits(64);
	assert.equal(creation, {
		main: "hal/lin/main",
		static: 0,
		chunk: { initial: chunkBytes, incremental: 0 },
		heap: { initial: slotCount, incremental: 0 },
		stack: stackCount,
		keys: { initial: keyCount, incremental: 0, name: 127, symbol: 127 },
	});
});

test.run();
