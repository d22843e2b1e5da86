/** One question to a time server and its answer: SNTP version 4 (RFC 4330). */

/** The UDP port of a time server. */
export const SNTP_PORT = 123;

/** Bytes that tell the answer to one question from all others. */
export const SNTP_NONCE_LENGTH = 8;

const PACKET_LENGTH = 48;
const VERSION_4_CLIENT = 0x23;
const MODE_MASK = 0x07;
const MODE_SERVER = 4;
const LEAP_SHIFT = 6;
const LEAP_UNKNOWN = 3;
const STRATUM = 1;
const STRATUM_MAX = 15;
const ORIGINATE = 24;
const TRANSMIT = 40;
/** From 1900 to 1970. */
const EPOCH_SECONDS = 2_208_988_800;
const ERA_SECONDS = 2 ** 32;

/** @param nonce 8 bytes, sent where a client's own time would stand, which no server needs (section 5) */
export function encodeTimeQuestion(nonce: Uint8Array): Uint8Array {
	const packet = new Uint8Array(PACKET_LENGTH);
	packet[0] = VERSION_4_CLIENT;
	packet.set(nonce, TRANSMIT);
	return packet;
}

/**
 * @param nonce that of the question
 * @returns seconds since 1970; undefined when this is no answer to the question, or the server knows no time
 */
export function decodeTimeAnswer(packet: Uint8Array, nonce: Uint8Array): number | undefined {
	if (packet.length < PACKET_LENGTH) return undefined;
	if ((packet[0] & MODE_MASK) !== MODE_SERVER || packet[0] >> LEAP_SHIFT === LEAP_UNKNOWN) return undefined;
	if (packet[STRATUM] < 1 || packet[STRATUM] > STRATUM_MAX) return undefined;
	for (let i = 0; i < SNTP_NONCE_LENGTH; i++) if (packet[ORIGINATE + i] !== nonce[i]) return undefined;
	const seconds = new DataView(packet.buffer, packet.byteOffset).getUint32(TRANSMIT);
	if (seconds === 0) return undefined;
	// The count began anew in 2036, where the highest bit is 0 (section 3).
	return seconds - EPOCH_SECONDS + (seconds < ERA_SECONDS / 2 ? ERA_SECONDS : 0);
}
