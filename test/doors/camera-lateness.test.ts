/** What a camera does when the unit, or the machine under it, is slower than the camera. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SimulatedCamera } from "../../host-sim/doors/camera.js";
import { driveInRealTime } from "../../host-sim/doors/real-time.js";
import { Scheduler } from "../../host-sim/doors/scheduler.js";

test("exposures whose interval has gone by are lost; the camera goes on when time has caught up", () => {
	const scheduler = new Scheduler();
	const camera = new SimulatedCamera(scheduler, { frameIntervalMs: 100 });
	const exposedAtMs: number[] = [];
	camera.scene = () => {
		exposedAtMs.push(scheduler.nowMs());
		return { width: 1, height: 1, lit: true, pixels: new Uint8Array(1) };
	};
	camera.open({ onReadable: () => {}, onError: assert.unreachable }).start();
	scheduler.advance(200);
	const busyUntilMs = 650;
	scheduler.latenessMs = () => Math.max(0, busyUntilMs - scheduler.nowMs());
	scheduler.advance(600);
	assert.equal(exposedAtMs, [100, 200, 600, 700, 800]);
});

test("a scheduler driven in real time knows how late it is while the unit keeps it waiting", async () => {
	const scheduler = new Scheduler();
	const lateness = await new Promise<number>((resolve) => {
		let settled = 0;
		const settle = () => new Promise<void>((done) => setTimeout(done, settled++ === 1 ? 120 : 0));
		const driver = driveInRealTime(scheduler, settle);
		scheduler.schedule(10, () => {});
		scheduler.schedule(20, () => {
			resolve(scheduler.latenessMs());
			driver.close();
		});
	});
	assert.ok(lateness >= 90, `${lateness} ms`);
	assert.is(new Scheduler().latenessMs(), 0);
});

test.run();
