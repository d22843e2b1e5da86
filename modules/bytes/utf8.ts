/** UTF-8 (RFC 3629) for an engine without TextEncoder. Strict both ways: no surrogates, no overlong forms. */

/** @throws RangeError for a lone surrogate. */
export function encodeUtf8(text: string): Uint8Array {
	const bytes: number[] = [];
	for (let i = 0; i < text.length; i++) {
		const point = text.codePointAt(i) ?? 0;
		if (point > 0xffff) i++;
		if (point >= 0xd800 && point <= 0xdfff) throw new RangeError("encodeUtf8: lone surrogate");
		if (point < 0x80) bytes.push(point);
		else if (point < 0x800) bytes.push(0xc0 | (point >> 6), continuation(point));
		else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), continuation(point >> 6), continuation(point));
		else
			bytes.push(
				0xf0 | (point >> 18),
				continuation(point >> 12),
				continuation(point >> 6),
				continuation(point),
			);
	}
	return Uint8Array.from(bytes);
}

/** @returns undefined when `bytes` is not well-formed UTF-8 (Unicode 15 table 3-7). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
	let text = "";
	let i = 0;
	while (i < bytes.length) {
		const first = bytes[i++];
		if (first < 0x80) {
			text += String.fromCharCode(first);
			continue;
		}
		const length = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
		if (first < 0xc2 || first > 0xf4 || i + length > bytes.length) return undefined;
		let point = first & (0x3f >> length);
		for (let k = 0; k < length; k++) {
			const next = bytes[i++];
			if (next >> 6 !== 2) return undefined;
			point = (point << 6) | (next & 0x3f);
		}
		const overlong = (length === 2 && point < 0x800) || (length === 3 && point < 0x10000);
		if (overlong || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
		text += String.fromCodePoint(point);
	}
	return text;
}

function continuation(bits: number): number {
	return 0x80 | (bits & 0x3f);
}
