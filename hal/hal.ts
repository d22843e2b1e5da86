/**
 * The doors: everything the firmware can ask of the world, as types. This file
 * imports nothing and holds no code.
 *
 * Rules for every door, each with the defect it prevents:
 * - One options object goes in; an implementation validates all of it, then acquires (no half-open device).
 * - No callback runs from inside a method call (no re-entry into a half-changed state machine).
 * - `read` fills the caller's buffer (no allocation after boot).
 * - `close()` may be called twice; any other call after it throws (no use of a released device).
 * - `onError` means the device is dead and will call nobody again; only `close()` remains legal.
 *
 * The shapes follow ECMA-419 (ImageIn, FlashPartition, MQTT client), reduced to what the unit uses.
 */

/** 8-bit grey camera, after ECMA-419 ImageIn. */
export interface ImageSensor {
	/** Frames come from now on; harmless when they already do. */
	start(): void;
	/** No more frames; those that wait are discarded. */
	stop(): void;
	/**
	 * Copies the oldest complete frame into `buffer`, rows top-down, one byte a pixel, no padding.
	 * @returns the frame's description, or undefined when none is waiting (`buffer` is then untouched).
	 * @throws RangeError when `buffer` is shorter than the frame; the frame stays queued.
	 */
	read(buffer: Uint8Array): FrameInfo | undefined;
	close(): void;
}

export interface FrameInfo {
	/** Pixels; 1..640. */
	readonly width: number;
	/** Pixels; 1..480. */
	readonly height: number;
	/** True when the illuminator was on during the whole exposure. */
	readonly lit: boolean;
}

export interface ImageSensorOptions {
	/** A frame is complete and `read` will return it. */
	readonly onReadable: () => void;
	readonly onError: (reason: string) => void;
}

/** Near-infrared light beside the camera. */
export interface Illuminator {
	/** 0 (off) .. 100 (the level that the eye-safety calculation in docs allows). */
	set(levelPercent: number): void;
	close(): void;
}

/** Is somebody in front of the unit? After ECMA-419 Sensor. */
export interface PresenceSensor {
	/** @returns the distance to the nearest object, or undefined when nothing is in range. */
	sample(): { readonly distanceMm: number } | undefined;
	close(): void;
}

/** Uptime and one-shot timers; the unit has no trusted calendar. */
export interface Clock {
	/** Milliseconds since boot; never decreases. */
	nowMs(): number;
	/** Calls `onTimer` once, `delayMs` (integer, 0..2^31-1) or more from now, never from inside this call. */
	setTimer(delayMs: number, onTimer: () => void): Timer;
}

export interface Timer {
	/** Cancels; harmless after the timer has fired. */
	close(): void;
}

/** NOR-like flash partition, after ECMA-419 FlashPartition. */
export interface Flash {
	status(): FlashGeometry;
	/** Fills `buffer` from `byteOffset`. @throws RangeError beyond the partition. */
	read(buffer: Uint8Array, byteOffset: number): void;
	/**
	 * Programs `buffer` at `byteOffset`; both are multiples of `writeLength`. Programming only clears bits.
	 * @throws RangeError beyond the partition or off alignment, Error when a bit would
	 *   have to rise from 0 to 1.
	 */
	write(buffer: Uint8Array, byteOffset: number): void;
	/** Sets every byte of block `block` to 0xFF. */
	eraseBlock(block: number): void;
	close(): void;
}

export interface FlashGeometry {
	/** Bytes in the partition: `blocks * blockLength`. */
	readonly size: number;
	readonly blocks: number;
	/** Bytes erased together, usually 4096. */
	readonly blockLength: number;
	/** Bytes programmed together: 1, 4 or 16. */
	readonly writeLength: number;
}

/**
 * All cryptography and the only source of randomness. Implementations wrap the SDK's natives,
 * noble or node:crypto. Keys, digests and MACs are 32 bytes; P-256 public keys 65 (SEC 1
 * uncompressed); signatures 64 (r || s, RFC 9053 2.1).
 */
export interface Crypto {
	/** SHA-256 of the concatenation of `parts` (FIPS 180-4). */
	sha256Into(out: Uint8Array, ...parts: readonly Uint8Array[]): void;
	/** HMAC-SHA-256 of the concatenation of `parts` (RFC 2104); the key may have any length. */
	hmacInto(out: Uint8Array, key: Uint8Array, ...parts: readonly Uint8Array[]): void;
	/** AES-256-GCM (SP 800-38D), 12-byte nonce; `out` is the ciphertext and a 16-byte tag. */
	sealInto(out: Uint8Array, key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): void;
	/** @returns false, and leaves `out` all zero, when the tag does not verify. */
	openInto(out: Uint8Array, key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): boolean;
	/** Fills `out` from the hardware's entropy source. */
	entropyInto(out: Uint8Array): void;
	/**
	 * A key bound to this piece of hardware and to `label`: HMAC of the label under a root
	 * that software cannot read (ESP32-S3: the HMAC peripheral's eFuse key). The same label
	 * gives the same key for the life of the unit.
	 */
	deviceKeyInto(out: Uint8Array, label: string): void;
	/** A new P-256 key pair from the entropy source. */
	generateSigningKeyInto(privateKey: Uint8Array, publicKey: Uint8Array): void;
	/**
	 * Does the part of the next signature with this key that needs no message, while there is time for it. Left
	 * out where signing is quick.
	 * @param bootCount never the same in two boots of the unit: see modules/device/p256-signer.ts
	 */
	prepareSignature?(privateKey: Uint8Array, bootCount: number): void;
	/** ECDSA P-256 over a 32-byte digest, nonce by RFC 6979 or hedged, low s. */
	signInto(signature: Uint8Array, privateKey: Uint8Array, digest: Uint8Array): void;
	/**
	 * Is this a point of P-256 that a signature can be verified under (SP 800-56A rev. 3, 5.6.2.3.3)? False,
	 * never an
	 * exception, for a point off the curve, a coordinate beyond the field and any form but SEC 1 uncompressed.
	 */
	isPublicKey(publicKey: Uint8Array): boolean;
	/** False for a bad signature and for a key that is not on the curve; never throws for either. */
	verify(publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean;
}

/** MQTT client reduced to what the unit uses. The implementation reconnects by itself, with back-off. */
export interface Link {
	/** @throws Error when the payload exceeds MESSAGE_BYTES_MAX (codec/limits.ts) or the link is down. */
	publish(message: LinkMessage): void;
	close(): void;
}

export interface LinkMessage {
	readonly topic: string;
	readonly payload: Uint8Array;
	readonly qos: 0 | 1;
	readonly retain: boolean;
}

/** Where the unit finds its broker; installed by provisioning. */
export interface NetworkSettings {
	readonly wifiName: string;
	/** WPA2 or WPA3; empty for an open network. */
	readonly wifiPassword: string;
	readonly brokerHost: string;
	/** 1..65535; 8883 for MQTT over TLS. */
	readonly brokerPort: number;
	/** DER of the certificate that signs the broker's; the only one believed. */
	readonly brokerAuthority: Uint8Array;
}

export interface LinkOptions {
	/** Left out where the board has its own way to a broker: the simulator. */
	readonly network?: NetworkSettings;
	/** Topics read, at QoS 1. */
	readonly subscriptions: readonly string[];
	/** Published by the broker when the unit vanishes. */
	readonly will: LinkMessage;
	/** Connected and subscribed; called again after every reconnection. */
	readonly onOpen: () => void;
	readonly onMessage: (topic: string, payload: Uint8Array) => void;
	/** Connection lost; `publish` throws until the next `onOpen`. */
	readonly onClose: () => void;
	readonly onError: (reason: string) => void;
}

/** The serial console: framed, checksummed messages between the unit and the setup engineer's tool. */
export interface Console {
	write(message: Uint8Array): void;
	close(): void;
}

export interface ConsoleOptions {
	readonly onMessage: (message: Uint8Array) => void;
	readonly onError: (reason: string) => void;
}

/** Tells when the case is opened; it tells once, and again after the next start while it still is. */
export interface TamperSwitch {
	close(): void;
}

export interface TamperOptions {
	readonly onOpened: () => void;
}

/**
 * Why the firmware runs: power or a button, its own request, its own abort, or a watchdog that lost patience.
 */
export type RestartCause = "power" | "request" | "abort" | "watchdog";

/**
 * Two places for the firmware: one runs, the other can be written. A new image starts on trial; unless it
 * confirms itself, the next start brings the old one back.
 */
export interface FirmwareSlots {
	status(): SlotStatus;
	/**
	 * Erases the other slot for an image of `byteLength`; whatever was in it is gone. @throws RangeError when
	 * too long.
	 */
	begin(byteLength: number): void;
	/** Appends to the image begun. @throws Error without `begin`, RangeError beyond its length. */
	write(bytes: Uint8Array): void;
	/** SHA-256 of the image that stands in the other slot, read back. @throws Error before it is whole. */
	hashInto(out: Uint8Array): void;
	/**
	 * The complete image of the other slot runs after the next start, on trial. @throws Error when it is not
	 * whole.
	 */
	activate(): void;
	/** The running image is good. Harmless when it is not on trial. */
	confirm(): void;
}

export interface SlotStatus {
	/** Bytes that an image may have. */
	readonly capacity: number;
	/** The running image is on trial. */
	readonly onTrial: boolean;
}

/** What a board hands the firmware. Opening is lazy so that the unit decides the order. */
export interface Doors {
	readonly clock: Clock;
	readonly crypto: Crypto;
	readonly openImageSensor: (options: ImageSensorOptions) => ImageSensor;
	readonly openIlluminator: () => Illuminator;
	readonly openPresenceSensor: () => PresenceSensor;
	readonly openFlash: () => Flash;
	readonly openLink: (options: LinkOptions) => Link;
	readonly openConsole: (options: ConsoleOptions) => Console;
	readonly openTamperSwitch: (options: TamperOptions) => TamperSwitch;
	readonly slots: FirmwareSlots;
	readonly restartCause: () => RestartCause;
	/** Starts the firmware anew, with cause "request"; the rest of the event in hand may still run. */
	readonly restart: () => void;
	/** Shows digits to who stands before the unit, by whatever it has: a display, lights or beeps. */
	readonly showCode: (digits: string) => void;
	/**
	 * The state machine has taken a step and is now in `state`. A board hangs its lights, its buzzer and its
	 * watchdog on it: nothing else feeds that.
	 */
	readonly onStep: (state: string) => void;
	/**
	 * Memory for the largest frame of the camera, at most 640x480 bytes, outside the engine's heap. A frame of
	 * at most half of it leaves room for the ambient picture in the second half; from a larger one no ambient
	 * light is taken away.
	 */
	readonly frameBuffer: Uint8Array;
	/** One line for the developer; never a secret, a feature, a score or an identifier of a person. */
	readonly trace: (line: string) => void;
}
