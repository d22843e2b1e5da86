import Digital from "embedded:io/digital";
import { openDoorUse } from "../../../modules/device/door-use.js";
import {
	type RangeSample,
	type RegisterBus,
	VL53L0X_ADDRESS,
	Vl53l0x,
} from "../../../modules/device/vl53l0x.js";
import type { PresenceSensor } from "../../hal.js";
import type { Board } from "./board.js";
import { type Bus, openI2c } from "./io.js";

const BUS_HZ = 400_000;

/** The PresenceSensor door on whichever part the board has. */
export function openPresenceSensor(presence: Board["presence"]): PresenceSensor {
	return presence.part === "vl53l0x" ? openRangeSensor(presence) : openProximitySwitch(presence);
}

/** A measurement takes 33 ms, so that what the last one saw stands until the next is finished. */
function openRangeSensor({
	data,
	clock,
	port,
}: Extract<Board["presence"], { part: "vl53l0x" }>): PresenceSensor {
	const use = openDoorUse("presence");
	const i2c = openI2c({ data, clock, port, hz: BUS_HZ, address: VL53L0X_ADDRESS });
	const sensor = new Vl53l0x(registersOver(i2c));
	let last: RangeSample = { kind: "nothing" };
	return {
		sample() {
			use.assertOpen();
			const sample = sensor.sample();
			if (sample.kind !== "measuring") last = sample;
			return last.kind === "distance" ? { distanceMm: last.distanceMm } : undefined;
		},
		close() {
			if (use.close()) i2c.close();
		},
	};
}

function registersOver(i2c: Bus): RegisterBus {
	const byte = new Uint8Array(1);
	return {
		read(register) {
			i2c.write(Uint8Array.of(register));
			i2c.read(byte);
			return byte[0];
		},
		write(register, value) {
			i2c.write(Uint8Array.of(register, value));
		},
	};
}

function openProximitySwitch({
	pin,
	distanceMm,
}: Extract<Board["presence"], { part: "proximity" }>): PresenceSensor {
	const use = openDoorUse("presence");
	const input = new Digital({ pin, mode: Digital.InputPullUp });
	return {
		sample() {
			use.assertOpen();
			return input.read() === 0 ? { distanceMm } : undefined;
		},
		close() {
			if (use.close()) input.close();
		},
	};
}
