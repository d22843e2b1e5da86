import type { Console, Doors, Flash, Illuminator, ImageSensor, Link, PresenceSensor } from "../../hal/hal.js";
import { assert } from "../../modules/bytes/assert.js";
import { toHex } from "../../modules/bytes/bytes.js";
import type { CborValue } from "../../modules/codec/cbor.js";
import { CLAUSES } from "../../modules/selftest/clauses.js";
import { type Performance, perform } from "../../modules/selftest/performance.js";

/** What a command came to. */
export type Outcome =
	| { readonly kind: "returned"; readonly value: CborValue }
	| { readonly kind: "threw"; readonly name: string; readonly message: string };

/**
 * A unit that does nothing of its own accord: it uses its doors as a test tells it and notes who called back.
 */
export interface Probe {
	run(command: string, values: readonly CborValue[]): Outcome;
	/** The callbacks since the last call, in order. */
	takeLog(): readonly string[];
}

// biome-ignore lint/suspicious/noConfusingVoidType: a command may return nothing
type Commands = Readonly<Record<string, (...values: CborValue[]) => CborValue | undefined | void>>;
type Note = (line: string) => void;

/** Runs in the engine or in Node, on whatever doors it is given. */
export function startProbe(doors: Doors): Probe {
	let log: string[] = [];
	let isInCall = false;
	const note: Note = (line) => {
		log.push(isInCall ? `${line}, from inside a call` : line);
	};
	const commands: Commands = {
		...clockCommands(doors, note),
		...cameraCommands(doors, note),
		...lampAndPresenceCommands(doors),
		...flashCommands(doors),
		...linkCommands(doors, note),
		...consoleCommands(doors, note),
		...hashCommands(doors),
		...keyCommands(doors),
		...clauseCommands(doors),
	};
	return {
		run(command, values) {
			isInCall = true;
			try {
				return { kind: "returned", value: commands[command](...values) ?? null };
			} catch (error) {
				if (!(error instanceof Error)) throw error;
				return { kind: "threw", name: error.name, message: error.message };
			} finally {
				isInCall = false;
			}
		},
		takeLog() {
			const taken = log;
			log = [];
			return taken;
		},
	};
}

/** The part of the contract that a unit can find out by itself. */
function clauseCommands(doors: Doors): Commands {
	let performance: Performance;
	return {
		"clause.begin": (index) => {
			performance = perform(CLAUSES[natural(index)], doors);
		},
		/** @returns the milliseconds to let pass before the next, null at the end */
		"clause.step": () => performance.step(),
		"clause.exemption": (index) => CLAUSES[natural(index)].exempts?.(doors),
	};
}

function clockCommands({ clock }: Doors, note: Note): Commands {
	return {
		"clock.nowMs": () => clock.nowMs(),
		"clock.setTimer": (id, delayMs) => {
			clock.setTimer(natural(delayMs), () => note(`timer ${id} at ${clock.nowMs()}`));
		},
		/** A timer that sets the next when it fires. */
		"clock.setChain": (length, delayMs) => {
			const next = (left: number): void => {
				note(`chain ${left} at ${clock.nowMs()}`);
				if (left > 1) clock.setTimer(natural(delayMs), () => next(left - 1));
			};
			clock.setTimer(natural(delayMs), () => next(natural(length)));
		},
		/** Two timers of which the first to fire closes the other. */
		"clock.setRivals": (delayMs) => {
			const one = clock.setTimer(natural(delayMs), () => {
				note("one");
				other.close();
			});
			const other = clock.setTimer(natural(delayMs), () => {
				note("other");
				one.close();
			});
		},
	};
}

function cameraCommands(doors: Doors, note: Note): Commands {
	let camera: ImageSensor;
	const open = (onReadable: () => void): void => {
		camera = doors.openImageSensor({ onReadable, onError: (reason) => note(`error ${reason}`) });
	};
	const read = (buffer: Uint8Array): CborValue => {
		const frame = camera.read(buffer);
		return frame === undefined ? null : [frame.width, frame.height, frame.lit];
	};
	return {
		"camera.open": () => open(() => note("readable")),
		/** As a unit would: reads from the callback, into the memory made for frames. */
		"camera.openAndRead": () =>
			open(() => {
				const frame = camera.read(doors.frameBuffer);
				if (frame === undefined) return note("nothing to read");
				const { width, height } = frame;
				note(`${width}x${height} ${toHex(doors.frameBuffer.subarray(0, width * height))}`);
			}),
		"camera.start": () => camera.start(),
		"camera.stop": () => camera.stop(),
		/** Reads into a buffer of this length full of 0xEE. @returns the frame's description and the buffer. */
		"camera.read": (length) => {
			const buffer = new Uint8Array(natural(length)).fill(0xee);
			return [read(buffer), buffer];
		},
		/** Reads a frame into the frame buffer. @returns its description and the buffer's first byte. */
		"camera.readFrameBuffer": () => [read(doors.frameBuffer), doors.frameBuffer[0]],
		/** The frame buffer's first byte, without reading a frame. */
		"camera.frameBufferByte": () => doors.frameBuffer[0],
		"camera.frameBufferLength": () => doors.frameBuffer.length,
		"camera.close": () => camera.close(),
	};
}

function lampAndPresenceCommands(doors: Doors): Commands {
	let illuminator: Illuminator;
	let presence: PresenceSensor;
	return {
		"illuminator.open": () => {
			illuminator = doors.openIlluminator();
		},
		"illuminator.set": (levelPercent) => illuminator.set(integer(levelPercent)),
		"illuminator.close": () => illuminator.close(),
		"presence.open": () => {
			presence = doors.openPresenceSensor();
		},
		"presence.sample": () => presence.sample()?.distanceMm,
		trace: (line) => doors.trace(text(line)),
	};
}

function flashCommands(doors: Doors): Commands {
	let flash: Flash;
	return {
		"flash.open": () => {
			flash = doors.openFlash();
		},
		"flash.status": () => {
			const { size, blocks, blockLength, writeLength } = flash.status();
			return [size, blocks, blockLength, writeLength];
		},
		"flash.read": (length, byteOffset) => {
			const buffer = new Uint8Array(natural(length));
			flash.read(buffer, integer(byteOffset));
			return buffer;
		},
		"flash.write": (data, byteOffset) => flash.write(bytes(data), integer(byteOffset)),
	};
}

function linkCommands(doors: Doors, note: Note): Commands {
	let link: Link;
	return {
		"link.open": (subscription, willTopic, willPayload) => {
			link = doors.openLink({
				subscriptions: [text(subscription)],
				will: { topic: text(willTopic), payload: bytes(willPayload), qos: 1, retain: true },
				onOpen: () => note("open"),
				onMessage: (topic, payload) => note(`message ${topic} ${toHex(payload)}`),
				onClose: () => note("close"),
				onError: (reason) => note(`error ${reason}`),
			});
		},
		"link.publish": (topic, payload, qos, retain) =>
			link.publish({
				topic: text(topic),
				payload: bytes(payload),
				qos: qos === 0 ? 0 : 1,
				retain: retain === true,
			}),
		"link.close": () => link.close(),
	};
}

function consoleCommands(doors: Doors, note: Note): Commands {
	let console: Console;
	return {
		"console.open": () => {
			console = doors.openConsole({
				onMessage: (message) => note(`message ${toHex(message)}`),
				onError: (reason) => note(`error ${reason}`),
			});
		},
		"console.write": (message) => console.write(bytes(message)),
		"console.close": () => console.close(),
	};
}

/** The first argument of each is the length of the output. */
function hashCommands({ crypto }: Doors): Commands {
	return {
		sha256: (length, ...parts) => filled(length, (out) => crypto.sha256Into(out, ...parts.map(bytes))),
		hmac: (length, key, ...parts) =>
			filled(length, (out) => crypto.hmacInto(out, bytes(key), ...parts.map(bytes))),
		seal: (length, key, nonce, aad, plaintext) =>
			filled(length, (out) => crypto.sealInto(out, bytes(key), bytes(nonce), bytes(aad), bytes(plaintext))),
	};
}

function keyCommands({ crypto }: Doors): Commands {
	return {
		entropy: (length) => filled(length, (out) => crypto.entropyInto(out)),
		deviceKey: (length, label) => filled(length, (out) => crypto.deviceKeyInto(out, text(label))),
		generate: (privateLength, publicLength) => {
			const privateKey = new Uint8Array(natural(privateLength));
			const publicKey = new Uint8Array(natural(publicLength));
			crypto.generateSigningKeyInto(privateKey, publicKey);
			return [privateKey, publicKey];
		},
		sign: (length, privateKey, digest) =>
			filled(length, (out) => crypto.signInto(out, bytes(privateKey), bytes(digest))),
		isPublicKey: (publicKey) => crypto.isPublicKey(bytes(publicKey)),
		verify: (publicKey, digest, signature) =>
			crypto.verify(bytes(publicKey), bytes(digest), bytes(signature)),
	};
}

function filled(length: CborValue, fill: (out: Uint8Array) => void): Uint8Array {
	const out = new Uint8Array(natural(length));
	fill(out);
	return out;
}

function natural(value: CborValue): number {
	assert(typeof value === "number" && value >= 0, "probe: a natural number");
	return value;
}

function integer(value: CborValue): number {
	assert(typeof value === "number", "probe: a number");
	return value;
}

function text(value: CborValue): string {
	assert(typeof value === "string", "probe: text");
	return value;
}

function bytes(value: CborValue): Uint8Array {
	assert(value instanceof Uint8Array, "probe: bytes");
	return value;
}
