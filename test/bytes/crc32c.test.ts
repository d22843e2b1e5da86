import { test } from "uvu";
import * as assert from "uvu/assert";
import { CRC32C_START, finishCrc32c, updateCrc32c } from "../../modules/bytes/crc32c.js";

const crc = (bytes: Uint8Array) => finishCrc32c(updateCrc32c(CRC32C_START, bytes, 0, bytes.length)) >>> 0;

test("CRC-32C agrees with RFC 3720 appendix B.4", () => {
	assert.is(crc(new Uint8Array(32)), 0x8a9136aa);
	assert.is(crc(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
	assert.is(crc(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
	assert.is(crc(Uint8Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c);
});

test("CRC-32C may be fed in pieces", () => {
	const bytes = Uint8Array.from({ length: 100 }, (_, i) => i * 7);
	const half = updateCrc32c(CRC32C_START, bytes, 0, 41);
	assert.is(finishCrc32c(updateCrc32c(half, bytes, 41, 100)) >>> 0, crc(bytes));
});

test.run();
