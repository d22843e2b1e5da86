/** Equality whose running time depends on the lengths only, as far as an interpreter can promise it. */
export function equalConstantTime(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	let difference = 0;
	for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
	return difference === 0;
}

/** Lexicographic order: negative, zero or positive. Not constant time. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const length = a.length < b.length ? a.length : b.length;
	for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i];
	return a.length - b.length;
}

/** All parts, one after the other, in new memory. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
	let length = 0;
	for (let i = 0; i < parts.length; i++) length += parts[i].length;
	const out = new Uint8Array(length);
	let offset = 0;
	for (let i = 0; i < parts.length; i++) {
		out.set(parts[i], offset);
		offset += parts[i].length;
	}
	return out;
}

const HEX = "0123456789abcdef";

/** Two digits a byte, lower case. */
export function toHex(bytes: Uint8Array): string {
	let text = "";
	for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i] >> 4] + HEX[bytes[i] & 15];
	return text;
}

/** @returns undefined for an odd length or a digit that is not hexadecimal. */
export function fromHex(text: string): Uint8Array | undefined {
	if (text.length % 2 !== 0) return undefined;
	const out = new Uint8Array(text.length / 2);
	for (let i = 0; i < out.length; i++) {
		const high = HEX.indexOf(text[2 * i].toLowerCase());
		const low = HEX.indexOf(text[2 * i + 1].toLowerCase());
		if (high < 0 || low < 0) return undefined;
		out[i] = (high << 4) | low;
	}
	return out;
}
