import type {
	Console,
	Crypto,
	Doors,
	FirmwareSlots,
	Flash,
	Illuminator,
	ImageSensor,
	Link,
	LinkMessage,
	PresenceSensor,
	TamperSwitch,
	Timer,
} from "../../../hal/hal.js";
import {
	DIGEST_LENGTH,
	KEY_LENGTH,
	PUBLIC_KEY_LENGTH,
	SIGNATURE_LENGTH,
	TAG_LENGTH,
} from "../../../modules/device/crypto-lengths.js";
import {
	type Argument,
	type ArgumentsOf,
	BridgeError,
	type CALLS,
	type EVENTS,
	type EventName,
	type Handlers,
	type POSTS,
} from "../messages.js";

/**
 * Queues an event for the unit. `isWanted` is asked when its turn comes: a door closed or a timer cancelled
 * meanwhile calls nobody.
 */
export type QueueEvent = <N extends EventName>(
	isWanted: () => boolean,
	name: N,
	...values: ArgumentsOf<(typeof EVENTS)[N]>
) => void;

export type CallHandlers = Handlers<typeof CALLS, readonly Argument[]>;
export type PostHandlers = Handlers<typeof POSTS>;
type PutFrame = (pixels: Uint8Array) => void;

/** The doors that the unit has open at the moment. */
interface OpenedDoors {
	camera?: ImageSensor | undefined;
	illuminator?: Illuminator | undefined;
	presence?: PresenceSensor | undefined;
	flash?: Flash | undefined;
	link?: Link | undefined;
	console?: Console | undefined;
	tamper?: TamperSwitch | undefined;
}

export interface DoorServer {
	/** `putFrame` takes a read frame's pixels. */
	readonly calls: (putFrame: PutFrame) => CallHandlers;
	readonly posts: PostHandlers;
}

/** Performs on `doors` what a unit asks for, and queues what they call back. */
export function serveDoors(doors: Doors, queue: QueueEvent): DoorServer {
	const opened: OpenedDoors = {};
	// Made once: a unit asks for something a million times in a world's day.
	let put: PutFrame = () => {};
	const calls = callHandlers(doors, opened, (pixels) => put(pixels));
	return {
		calls(putFrame) {
			put = putFrame;
			return calls;
		},
		posts: {
			...timerPosts(doors, queue),
			...sensorPosts(doors, opened, queue),
			...linkPosts(doors, opened, queue),
			...consolePosts(doors, opened, queue),
			...tamperPosts(doors, opened, queue),
			restart: () => doors.restart(),
			"p256-prepare": (privateKey, bootCount) => doors.crypto.prepareSignature?.(privateKey, bootCount),
			"show-code": (digits) => doors.showCode(digits),
			trace: (line) => doors.trace(line),
		},
	};
}

function callHandlers(doors: Doors, opened: OpenedDoors, putFrame: PutFrame): CallHandlers {
	return {
		...cryptoCalls(doors.crypto),
		...slotCalls(doors.slots),
		"restart-cause": () => [doors.restartCause()],
		now: () => [doors.clock.nowMs()],
		"flash-status"() {
			const { size, blocks, blockLength, writeLength } = required(opened.flash, "flash").status();
			return [size, blocks, blockLength, writeLength];
		},
		"flash-read"(byteOffset, length) {
			const bytes = new Uint8Array(length);
			required(opened.flash, "flash").read(bytes, byteOffset);
			return [bytes];
		},
		"flash-write"(byteOffset, bytes) {
			required(opened.flash, "flash").write(bytes, byteOffset);
			return [];
		},
		"flash-erase"(block) {
			required(opened.flash, "flash").eraseBlock(block);
			return [];
		},
		"camera-read"(capacity) {
			const pixels = doors.frameBuffer.subarray(0, capacity);
			const frame = required(opened.camera, "camera").read(pixels);
			if (frame === undefined) return [null];
			putFrame(pixels.subarray(0, frame.width * frame.height));
			return [[frame.width, frame.height, frame.lit]];
		},
		"presence-sample": () => [required(opened.presence, "presence").sample()?.distanceMm ?? null],
	};
}

type CryptoCall =
	| "entropy"
	| "device-key"
	| "sha256"
	| "hmac"
	| "seal"
	| "open"
	| `p256-${"generate" | "sign" | "is-public" | "verify"}`;

function cryptoCalls(crypto: Crypto): Pick<CallHandlers, CryptoCall> {
	return {
		entropy: (length) => [filled(length, (out) => crypto.entropyInto(out))],
		"device-key": (label) => [filled(KEY_LENGTH, (out) => crypto.deviceKeyInto(out, label))],
		sha256: (text) => [filled(DIGEST_LENGTH, (out) => crypto.sha256Into(out, text))],
		hmac: (key, text) => [filled(DIGEST_LENGTH, (out) => crypto.hmacInto(out, key, text))],
		seal(key, nonce, aad, plaintext) {
			const length = plaintext.length + TAG_LENGTH;
			return [filled(length, (out) => crypto.sealInto(out, key, nonce, aad, plaintext))];
		},
		open(key, nonce, aad, sealed) {
			const plaintext = new Uint8Array(Math.max(sealed.length - TAG_LENGTH, 0));
			return [crypto.openInto(plaintext, key, nonce, aad, sealed), plaintext];
		},
		"p256-generate"() {
			const privateKey = new Uint8Array(KEY_LENGTH);
			const publicKey = new Uint8Array(PUBLIC_KEY_LENGTH);
			crypto.generateSigningKeyInto(privateKey, publicKey);
			return [privateKey, publicKey];
		},
		"p256-sign"(privateKey, digest) {
			return [filled(SIGNATURE_LENGTH, (out) => crypto.signInto(out, privateKey, digest))];
		},
		"p256-is-public": (publicKey) => [crypto.isPublicKey(publicKey)],
		"p256-verify": (publicKey, digest, signature) => [crypto.verify(publicKey, digest, signature)],
	};
}

function filled(length: number, fill: (out: Uint8Array) => void): Uint8Array {
	const bytes = new Uint8Array(length);
	fill(bytes);
	return bytes;
}

function timerPosts(doors: Doors, queue: QueueEvent): Pick<PostHandlers, "timer-set" | "timer-close"> {
	const timers = new Map<number, Timer>();
	return {
		"timer-set"(number, delayMs) {
			const timer = doors.clock.setTimer(delayMs, () => {
				// Still there when its turn comes, unless the unit has closed it meanwhile.
				queue(() => timers.delete(number), "timer", number);
			});
			timers.set(number, timer);
		},
		"timer-close"(number) {
			timers.get(number)?.close();
			timers.delete(number);
		},
	};
}

type SensorPost = Extract<keyof PostHandlers, `${"camera" | "illuminator" | "presence" | "flash"}-${string}`>;

function sensorPosts(doors: Doors, opened: OpenedDoors, queue: QueueEvent): Pick<PostHandlers, SensorPost> {
	return {
		"camera-open"() {
			const camera: ImageSensor = doors.openImageSensor({
				onReadable: () => queue(() => opened.camera === camera, "camera-readable"),
				onError: (reason) => queue(() => opened.camera === camera, "camera-error", reason),
			});
			opened.camera = camera;
		},
		"camera-start": () => required(opened.camera, "camera").start(),
		"camera-stop": () => required(opened.camera, "camera").stop(),
		"camera-close"() {
			opened.camera?.close();
			opened.camera = undefined;
		},
		"illuminator-open"() {
			opened.illuminator = doors.openIlluminator();
		},
		"illuminator-set": (levelPercent) => required(opened.illuminator, "illuminator").set(levelPercent),
		"illuminator-close": () => opened.illuminator?.close(),
		"presence-open"() {
			opened.presence = doors.openPresenceSensor();
		},
		"presence-close": () => opened.presence?.close(),
		"flash-open"() {
			opened.flash = doors.openFlash();
		},
		"flash-close": () => opened.flash?.close(),
	};
}

type LinkPost = Extract<keyof PostHandlers, `link-${string}`>;

function linkPosts(doors: Doors, opened: OpenedDoors, queue: QueueEvent): Pick<PostHandlers, LinkPost> {
	return {
		"link-open"(subscriptions, topic, payload, qos, retain) {
			const isWanted = (): boolean => opened.link === link;
			const link: Link = doors.openLink({
				subscriptions,
				will: { topic, payload, qos: checkedQos(qos), retain },
				onOpen: () => queue(isWanted, "link-open"),
				onMessage: (from, content) => queue(isWanted, "link-message", from, content),
				onClose: () => queue(isWanted, "link-close"),
				onError: (reason) => queue(isWanted, "link-error", reason),
			});
			opened.link = link;
		},
		"link-publish"(topic, payload, qos, retain) {
			required(opened.link, "link").publish({ topic, payload, qos: checkedQos(qos), retain });
		},
		"link-close"() {
			opened.link?.close();
			opened.link = undefined;
		},
	};
}

type ConsolePost = Extract<keyof PostHandlers, `console-${string}`>;

function consolePosts(doors: Doors, opened: OpenedDoors, queue: QueueEvent): Pick<PostHandlers, ConsolePost> {
	return {
		"console-open"() {
			const console: Console = doors.openConsole({
				onMessage: (message) => queue(() => opened.console === console, "console-message", message),
				onError: (reason) => queue(() => opened.console === console, "console-error", reason),
			});
			opened.console = console;
		},
		"console-write": (message) => required(opened.console, "console").write(message),
		"console-close"() {
			opened.console?.close();
			opened.console = undefined;
		},
	};
}

function tamperPosts(
	doors: Doors,
	opened: OpenedDoors,
	queue: QueueEvent,
): Pick<PostHandlers, "tamper-open" | "tamper-close"> {
	return {
		"tamper-open"() {
			const tamper: TamperSwitch = doors.openTamperSwitch({
				onOpened: () => queue(() => opened.tamper === tamper, "tamper-opened"),
			});
			opened.tamper = tamper;
		},
		"tamper-close"() {
			opened.tamper?.close();
			opened.tamper = undefined;
		},
	};
}

type SlotCall = Extract<keyof CallHandlers, `slots-${string}`>;

function slotCalls(slots: FirmwareSlots): Pick<CallHandlers, SlotCall> {
	const done = (action: () => void): readonly Argument[] => {
		action();
		return [];
	};
	return {
		"slots-status"() {
			const { capacity, onTrial } = slots.status();
			return [capacity, onTrial];
		},
		"slots-begin": (byteLength) => done(() => slots.begin(byteLength)),
		"slots-write": (bytes) => done(() => slots.write(bytes)),
		"slots-hash": () => [filled(DIGEST_LENGTH, (out) => slots.hashInto(out))],
		"slots-activate": () => done(() => slots.activate()),
		"slots-confirm": () => done(() => slots.confirm()),
	};
}

function checkedQos(qos: number): LinkMessage["qos"] {
	if (qos !== 0 && qos !== 1) throw new BridgeError(`QoS ${qos}`);
	return qos;
}

function required<D>(door: D | undefined, name: string): D {
	if (door === undefined) throw new Error(`${name}: not open`);
	return door;
}
