/**
 * The lines of a stream of UTF-8, without their ends. A line longer than `maxLength` bytes comes out as
 * undefined instead of filling the memory; empty lines are left out.
 */
export async function* linesOf(
	chunks: AsyncIterable<Uint8Array>,
	maxLength: number,
): AsyncGenerator<string | undefined> {
	let parts: Uint8Array[] = [];
	let length = 0;
	const take = (): string | undefined => {
		const line = length > maxLength ? undefined : Buffer.concat(parts).toString("utf8").trim();
		parts = [];
		length = 0;
		return line;
	};
	const keep = (part: Uint8Array): void => {
		length += part.length;
		if (length > maxLength) parts = [];
		else parts.push(part);
	};
	for await (const chunk of chunks) {
		let start = 0;
		for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
			keep(chunk.subarray(start, end));
			start = end + 1;
			const line = take();
			if (line !== "") yield line;
		}
		keep(chunk.subarray(start));
	}
	const last = take();
	if (last !== "") yield last;
}

const LF = 10;
