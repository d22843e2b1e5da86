/**
 * Every message between a unit's engine and its host, in one table that both sides read. On the pipe a
 * message is a CBOR array: its name, then its arguments. Pure: runs in XS too.
 *
 *     host --event--> unit     one at a time; the unit is idle again before the next
 *     unit --call---> host     answered at once: [ "ok", results... ] or [ "range-error" | "error", message ]
 *     unit --post---> host     one way, in order
 */

/** Arguments: integers up to 2^53-1 (`natural`: from 0), text, byte strings, booleans; `?` allows null. */
export type ArgumentKind =
	| "integer"
	| "natural"
	| "natural?"
	| "text"
	| "texts"
	| "bytes"
	| "flag"
	| "frame?";

export const EVENTS = {
	/** Software version, firmware version, SHA-256 of the bundle: the first event. */
	boot: ["text", "natural", "bytes"],
	/** Its number. */
	timer: ["natural"],
	"camera-readable": [],
	"camera-error": ["text"],
	"link-open": [],
	/** Topic, payload. */
	"link-message": ["text", "bytes"],
	"link-close": [],
	"link-error": ["text"],
	"console-message": ["bytes"],
	"console-error": ["text"],
	"tamper-opened": [],
} as const satisfies MessageTable;

export const POSTS = {
	/** Its number, delay in ms. */
	"timer-set": ["natural", "natural"],
	"timer-close": ["natural"],
	"camera-open": [],
	"camera-start": [],
	"camera-stop": [],
	"camera-close": [],
	"illuminator-open": [],
	"illuminator-set": ["natural"],
	"illuminator-close": [],
	"presence-open": [],
	"presence-close": [],
	"flash-open": [],
	"flash-close": [],
	/** Subscriptions, then the will: topic, payload, QoS, retain. */
	"link-open": ["texts", "text", "bytes", "natural", "flag"],
	/** Topic, payload, QoS, retain. */
	"link-publish": ["text", "bytes", "natural", "flag"],
	"link-close": [],
	"console-open": [],
	"console-write": ["bytes"],
	"console-close": [],
	"tamper-open": [],
	"tamper-close": [],
	restart: [],
	/** Private key, boot count. */
	"p256-prepare": ["bytes", "natural"],
	/** Digits. */
	"show-code": ["text"],
	trace: ["text"],
} as const satisfies MessageTable;

/** What a call takes. */
export const CALLS = {
	now: [],
	/** Bytes wanted. */
	entropy: ["natural"],
	/** Label. */
	"device-key": ["text"],
	/** All parts in one. */
	sha256: ["bytes"],
	/** Key, all parts in one. */
	hmac: ["bytes", "bytes"],
	/** Key, nonce, associated data, plaintext. */
	seal: ["bytes", "bytes", "bytes", "bytes"],
	/** Key, nonce, associated data, sealed text. */
	open: ["bytes", "bytes", "bytes", "bytes"],
	"p256-generate": [],
	/** Private key, digest. */
	"p256-sign": ["bytes", "bytes"],
	/** Public key. */
	"p256-is-public": ["bytes"],
	/** Public key, digest, signature. */
	"p256-verify": ["bytes", "bytes", "bytes"],
	"flash-status": [],
	/** Offset, length. */
	"flash-read": ["integer", "natural"],
	/** Offset, data. */
	"flash-write": ["integer", "bytes"],
	/** Block. */
	"flash-erase": ["integer"],
	/** Bytes that the caller's buffer holds. The pixels travel beside the reply, into the frame buffer. */
	"camera-read": ["natural"],
	"presence-sample": [],
	"restart-cause": [],
	"slots-status": [],
	/** Length of the image. */
	"slots-begin": ["natural"],
	"slots-write": ["bytes"],
	"slots-hash": [],
	"slots-activate": [],
	"slots-confirm": [],
} as const satisfies MessageTable;

/** What a call gives back. */
export const RESULTS = {
	/** Milliseconds since boot. */
	now: ["natural"],
	entropy: ["bytes"],
	"device-key": ["bytes"],
	sha256: ["bytes"],
	hmac: ["bytes"],
	seal: ["bytes"],
	/** Whether the tag verified, plaintext (zeros when not). */
	open: ["flag", "bytes"],
	/** Private key, public key. */
	"p256-generate": ["bytes", "bytes"],
	"p256-sign": ["bytes"],
	"p256-is-public": ["flag"],
	"p256-verify": ["flag"],
	/** Size, blocks, block length, write length. */
	"flash-status": ["natural", "natural", "natural", "natural"],
	"flash-read": ["bytes"],
	"flash-write": [],
	"flash-erase": [],
	/** Null when no frame waits. */
	"camera-read": ["frame?"],
	/** Millimetres; null when nothing is in range. */
	"presence-sample": ["natural?"],
	"restart-cause": ["text"],
	/** Capacity, on trial. */
	"slots-status": ["natural", "flag"],
	"slots-begin": [],
	"slots-write": [],
	"slots-hash": ["bytes"],
	"slots-activate": [],
	"slots-confirm": [],
} as const satisfies { readonly [N in CallName]: readonly ArgumentKind[] };

/** Longest bridge message: a flash page with its name and offset fits. */
export const BRIDGE_BYTES_MAX = 16 * 1024;

export type MessageTable = { readonly [name: string]: readonly ArgumentKind[] };
export type EventName = keyof typeof EVENTS;
export type PostName = keyof typeof POSTS;
export type CallName = keyof typeof CALLS;

/** Width, height, lit. */
export type FrameTuple = readonly [number, number, boolean];

interface ArgumentTypes {
	readonly integer: number;
	readonly natural: number;
	readonly "natural?": number | null;
	readonly text: string;
	readonly texts: readonly string[];
	readonly bytes: Uint8Array;
	readonly flag: boolean;
	readonly "frame?": FrameTuple | null;
}

export type Argument = ArgumentTypes[ArgumentKind];
export type ArgumentsOf<K extends readonly ArgumentKind[]> = {
	readonly [I in keyof K]: ArgumentTypes[K[I]];
};

/** One function for each message of a table. */
export type Handlers<T extends MessageTable, R = void> = {
	readonly [N in keyof T]: (...values: ArgumentsOf<T[N]>) => R;
};

/** One side broke the agreement of this file: a defect, never an input. */
export class BridgeError extends Error {
	constructor(message: string) {
		super(`bridge: ${message}`);
	}
}

/**
 * Hands a decoded message to the handler that the table names for it.
 * @throws BridgeError when the value is not a message of this table.
 */
export function dispatch<T extends MessageTable, R>(table: T, handlers: Handlers<T, R>, value: unknown): R {
	if (!Array.isArray(value)) throw new BridgeError("a message is an array");
	const [name, ...values]: unknown[] = value;
	if (typeof name !== "string" || !isNameIn(table, name)) throw new BridgeError(`no message ${String(name)}`);
	return invoke(table, handlers, name, values);
}

/** @throws BridgeError naming `what` when `values` are not of these kinds. */
export function checkArguments<K extends readonly ArgumentKind[]>(
	what: string,
	kinds: K,
	values: readonly unknown[],
): asserts values is ArgumentsOf<K> {
	if (values.length !== kinds.length) {
		throw new BridgeError(`${what} has ${kinds.length} arguments, not ${values.length}`);
	}
	for (let i = 0; i < kinds.length; i++) {
		if (!isOfKind(kinds[i], values[i]))
			throw new BridgeError(`argument ${i + 1} of ${what} is no ${kinds[i]}`);
	}
}

function invoke<T extends MessageTable, N extends keyof T & string, R>(
	table: T,
	handlers: Handlers<T, R>,
	name: N,
	values: readonly unknown[],
): R {
	checkArguments(name, table[name], values);
	return handlers[name](...values);
}

function isNameIn<T extends MessageTable>(table: T, name: string): name is keyof T & string {
	return Object.keys(table).includes(name);
}

function isOfKind(kind: ArgumentKind, value: unknown): boolean {
	switch (kind) {
		case "integer":
			return Number.isSafeInteger(value);
		case "natural":
			return isNatural(value);
		case "natural?":
			return value === null || isNatural(value);
		case "text":
			return typeof value === "string";
		case "texts":
			return Array.isArray(value) && value.every((item) => typeof item === "string");
		case "bytes":
			return value instanceof Uint8Array;
		case "flag":
			return typeof value === "boolean";
		case "frame?":
			return value === null || isFrame(value);
	}
}

function isNatural(value: unknown): boolean {
	return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isFrame(value: unknown): boolean {
	return (
		Array.isArray(value) &&
		value.length === 3 &&
		isNatural(value[0]) &&
		isNatural(value[1]) &&
		typeof value[2] === "boolean"
	);
}
