/**
 * The VL53L0X laser range sensor (ST; class 1 by IEC 60825-1). ST documents few of its registers; the values
 * are those of ST's own driver, STSW-IMG005, with its default settings: single shots of 33 ms up to 1.2 m.
 */

/** Registers over I2C; an implementation throws when the part does not acknowledge. */
export interface RegisterBus {
	read(register: number): number;
	write(register: number, value: number): void;
}

export type RangeSample =
	| { readonly kind: "measuring" }
	| { readonly kind: "nothing" }
	| { readonly kind: "distance"; readonly distanceMm: number };

/** I2C address, 7 bits. */
export const VL53L0X_ADDRESS = 0x29;

const MODEL_ID = 0xc0;
const MODEL = 0xee;
const INTERRUPT_STATUS = 0x13;
const INTERRUPT_CLEAR = 0x0b;
const SYSRANGE_START = 0x00;
const SEQUENCE_CONFIG = 0x01;
const RANGE_STATUS = 0x14;
/** After status, reserved and signal rates: millimetres, big-endian. */
const RANGE_MM = RANGE_STATUS + 10;
const PAGE = 0xff;
const STOP_VARIABLE = 0x91;
/** 4 x 1 ms is what the calibrations take at most; a read takes about 0.1 ms. */
const POLLS_MAX = 2000;
/** "Out of range" comes as 8190 or 8191. */
const RANGE_MAX_MM = 2000;

/** Starts the sensor and keeps one measurement after another going. */
export class Vl53l0x {
	readonly #bus: RegisterBus;
	readonly #stopVariable: number;

	/** @throws Error when what answers is not this sensor or does not calibrate. */
	constructor(bus: RegisterBus) {
		this.#bus = bus;
		if (bus.read(MODEL_ID) !== MODEL) throw new Error("range sensor: not a VL53L0X");
		this.#stopVariable = initialise(bus);
		selectReferenceSpads(bus);
		for (let i = 0; i < TUNING.length; i += 2) bus.write(TUNING[i], TUNING[i + 1]);
		signalNewSamples(bus);
		calibrate(bus);
		this.#start();
	}

	/** What the last finished measurement saw; "measuring" until there is one. Starts the next by itself. */
	sample(): RangeSample {
		if ((this.#bus.read(INTERRUPT_STATUS) & 7) === 0) return { kind: "measuring" };
		// DeviceRangeStatus 11 (bits 3..6): a valid range (UM2039, 4.2.3).
		const isValid = ((this.#bus.read(RANGE_STATUS) >> 3) & 15) === 11;
		const distanceMm = (this.#bus.read(RANGE_MM) << 8) | this.#bus.read(RANGE_MM + 1);
		this.#bus.write(INTERRUPT_CLEAR, 1);
		this.#start();
		if (!isValid || distanceMm >= RANGE_MAX_MM) return { kind: "nothing" };
		return { kind: "distance", distanceMm };
	}

	#start(): void {
		writeAll(this.#bus, [0x80, 1, PAGE, 1, 0x00, 0, STOP_VARIABLE, this.#stopVariable]);
		writeAll(this.#bus, [0x00, 1, PAGE, 0, 0x80, 0, SYSRANGE_START, 1]);
	}
}

/** DataInit: 2.8 V pads, standard mode I2C, the limit checks that ST leaves out, 0.25 MCPS of signal. */
function initialise(bus: RegisterBus): number {
	bus.write(0x89, bus.read(0x89) | 1);
	writeAll(bus, [0x88, 0, 0x80, 1, PAGE, 1, 0x00, 0]);
	const stopVariable = bus.read(STOP_VARIABLE);
	writeAll(bus, [0x00, 1, PAGE, 0, 0x80, 0]);
	bus.write(0x60, bus.read(0x60) | 0x12);
	writeAll(bus, [0x44, 0, 0x45, 32, SEQUENCE_CONFIG, 0xff]);
	return stopVariable;
}

/** Leaves on as many good reference detectors as ST counted when it made the part. */
function selectReferenceSpads(bus: RegisterBus): void {
	writeAll(bus, [0x80, 1, PAGE, 1, 0x00, 0, PAGE, 6]);
	bus.write(0x83, bus.read(0x83) | 4);
	writeAll(bus, [PAGE, 7, 0x81, 1, 0x80, 1, 0x94, 0x6b, 0x83, 0]);
	pollUntil(bus, 0x83, 0xff, "no reference detectors");
	bus.write(0x83, 1);
	const info = bus.read(0x92);
	writeAll(bus, [0x81, 0, PAGE, 6]);
	bus.write(0x83, bus.read(0x83) & ~4);
	writeAll(bus, [PAGE, 1, 0x00, 1, PAGE, 0, 0x80, 0]);
	const wanted = info & 0x7f;
	// Detectors from 12 on lie behind an aperture.
	const first = (info & 0x80) === 0 ? 0 : 12;
	const map = Array.from({ length: 6 }, (_, i) => bus.read(0xb0 + i));
	writeAll(bus, [PAGE, 1, 0x4f, 0, 0x4e, 0x2c, PAGE, 0, 0xb6, 0xb4]);
	let enabled = 0;
	for (let i = 0; i < 48; i++) {
		const bit = 1 << (i & 7);
		if (i < first || enabled === wanted) map[i >> 3] &= ~bit;
		else if ((map[i >> 3] & bit) !== 0) enabled++;
	}
	for (let i = 0; i < map.length; i++) bus.write(0xb0 + i, map[i]);
}

/** The interrupt flag rises with each new sample, active low. */
function signalNewSamples(bus: RegisterBus): void {
	bus.write(0x0a, 4);
	bus.write(0x84, bus.read(0x84) & ~0x10);
	writeAll(bus, [INTERRUPT_CLEAR, 1, SEQUENCE_CONFIG, 0xe8]);
}

/** Voltage, then phase, then the sequence of a measurement. */
function calibrate(bus: RegisterBus): void {
	for (const [sequence, start] of [
		[1, 0x41],
		[2, 0x01],
	]) {
		writeAll(bus, [SEQUENCE_CONFIG, sequence, SYSRANGE_START, start]);
		pollUntil(bus, INTERRUPT_STATUS, 7, "does not calibrate");
		writeAll(bus, [INTERRUPT_CLEAR, 1, SYSRANGE_START, 0]);
	}
	bus.write(SEQUENCE_CONFIG, 0xe8);
}

function pollUntil(bus: RegisterBus, register: number, mask: number, complaint: string): void {
	for (let i = 0; i < POLLS_MAX; i++) {
		if ((bus.read(register) & mask) !== 0) return;
	}
	throw new Error(`range sensor: ${complaint}`);
}

/** @param pairs register, value, register, value, ... */
function writeAll(bus: RegisterBus, pairs: readonly number[]): void {
	for (let i = 0; i < pairs.length; i += 2) bus.write(pairs[i], pairs[i + 1]);
}

/** Register, value; ST's DefaultTuningSettings in the order of vl53l0x_tuning.h. */
const TUNING = Uint8Array.of(
	...[0xff, 0x01, 0x00, 0x00, 0xff, 0x00, 0x09, 0x00, 0x10, 0x00, 0x11, 0x00, 0x24, 0x01, 0x25, 0xff],
	...[0x75, 0x00, 0xff, 0x01, 0x4e, 0x2c, 0x48, 0x00, 0x30, 0x20, 0xff, 0x00, 0x30, 0x09, 0x54, 0x00],
	...[0x31, 0x04, 0x32, 0x03, 0x40, 0x83, 0x46, 0x25, 0x60, 0x00, 0x27, 0x00, 0x50, 0x06, 0x51, 0x00],
	...[0x52, 0x96, 0x56, 0x08, 0x57, 0x30, 0x61, 0x00, 0x62, 0x00, 0x64, 0x00, 0x65, 0x00, 0x66, 0xa0],
	...[0xff, 0x01, 0x22, 0x32, 0x47, 0x14, 0x49, 0xff, 0x4a, 0x00, 0xff, 0x00, 0x7a, 0x0a, 0x7b, 0x00],
	...[0x78, 0x21, 0xff, 0x01, 0x23, 0x34, 0x42, 0x00, 0x44, 0xff, 0x45, 0x26, 0x46, 0x05, 0x40, 0x40],
	...[0x0e, 0x06, 0x20, 0x1a, 0x43, 0x40, 0xff, 0x00, 0x34, 0x03, 0x35, 0x44, 0xff, 0x01, 0x31, 0x04],
	...[0x4b, 0x09, 0x4c, 0x05, 0x4d, 0x04, 0xff, 0x00, 0x44, 0x00, 0x45, 0x20, 0x47, 0x08, 0x48, 0x28],
	...[0x67, 0x00, 0x70, 0x04, 0x71, 0x01, 0x72, 0xfe, 0x76, 0x00, 0x77, 0x00, 0xff, 0x01, 0x0d, 0x01],
	...[0xff, 0x00, 0x80, 0x01, 0x01, 0xf8, 0xff, 0x01, 0x8e, 0x01, 0x00, 0x01, 0xff, 0x00, 0x80, 0x00],
);
