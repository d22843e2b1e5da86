/** A growing run of bytes. An array of numbers would cost the engine a 16-byte slot for each byte. */
export interface ByteWriter {
	/** Only the first `length` bytes are written. */
	buffer: Uint8Array;
	length: number;
}

/** An empty writer. */
export function newByteWriter(capacity: number): ByteWriter {
	return { buffer: new Uint8Array(capacity), length: 0 };
}

/** Appends the low eight bits of a number. */
export function writeByte(writer: ByteWriter, byte: number): void {
	reserve(writer, 1);
	writer.buffer[writer.length++] = byte;
}

/** Appends bytes. */
export function writeBytes(writer: ByteWriter, bytes: Uint8Array): void {
	reserve(writer, bytes.length);
	writer.buffer.set(bytes, writer.length);
	writer.length += bytes.length;
}

/** The bytes written, in memory of their own; the writer's is wiped, as they may be secret. */
export function writtenBytes(writer: ByteWriter): Uint8Array {
	const bytes = writer.buffer.slice(0, writer.length);
	writer.buffer.fill(0);
	return bytes;
}

function reserve(writer: ByteWriter, count: number): void {
	const needed = writer.length + count;
	if (needed <= writer.buffer.length) return;
	const grown = new Uint8Array(Math.max(needed, 2 * writer.buffer.length));
	grown.set(writer.buffer);
	writer.buffer.fill(0);
	writer.buffer = grown;
}
