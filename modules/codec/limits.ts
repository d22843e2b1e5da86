/** What a decoder accepts before it looks at any meaning. */
export interface CborLimits {
	/** Bytes of the whole encoding. */
	readonly bytesMax: number;
	/** Arrays, maps and tags open at once; a scalar alone has depth 0. */
	readonly depthMax: number;
	/** Tag numbers accepted; every other tag is refused. */
	readonly tags: readonly number[];
	/** Views of the input where its owner wipes it, payload and all; else copies. */
	readonly byteStrings?: "views";
}

/**
 * Bytes of one message on the link. The device's MQTT client overflows its socket buffer above about 1,500.
 */
export const MESSAGE_BYTES_MAX = 1400;

/**
 * Nested containers in anything we decode. Our deepest message, the envelope, has 3;
 * RFC 8949 10 asks for a bound.
 */
export const CBOR_DEPTH_MAX = 8;

/** For whatever arrives over the link or the console. */
export const MESSAGE_LIMITS: CborLimits = { bytesMax: MESSAGE_BYTES_MAX, depthMax: CBOR_DEPTH_MAX, tags: [] };

/** COSE_Sign1 (RFC 9052 table 1). */
export const SIGN1_TAG = 18;

/** For an envelope: the one tag is the one that names it. */
export const ENVELOPE_LIMITS: CborLimits = { ...MESSAGE_LIMITS, tags: [SIGN1_TAG], byteStrings: "views" };
