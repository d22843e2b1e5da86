import type { WriteStream } from "node:tty";

const BAR_LENGTH = 30;
/** Where a bar cannot be redrawn, a line for each tenth says enough. */
const LINES = 10;

/** How far a piece of work is, on one line of a terminal, or on ten lines of a log. */
export class ProgressBar {
	readonly #stream: Pick<WriteStream, "write" | "isTTY">;
	readonly #total: number;
	readonly #startedMs = performance.now();
	readonly #already: number;
	#done: number;

	/** @param already parts done by an earlier run; they say nothing about this one's pace */
	constructor(stream: Pick<WriteStream, "write" | "isTTY">, total: number, already: number) {
		this.#stream = stream;
		this.#total = total;
		this.#already = already;
		this.#done = already;
		this.#draw();
	}

	/** One more part is done; `what` names it. */
	advance(what: string): void {
		const before = Math.floor((LINES * this.#done) / this.#total);
		this.#done++;
		const isNewLine = Math.floor((LINES * this.#done) / this.#total) > before;
		if (this.#stream.isTTY || isNewLine) this.#draw(what);
		if (this.#done === this.#total && this.#stream.isTTY) this.#stream.write("\n");
	}

	#draw(what = ""): void {
		const share = this.#total === 0 ? 1 : this.#done / this.#total;
		const filled = Math.round(BAR_LENGTH * share);
		const bar = "#".repeat(filled) + "-".repeat(BAR_LENGTH - filled);
		const percent = `${Math.floor(100 * share)}`.padStart(3);
		const text = `[${bar}] ${percent} %  ${this.#done}/${this.#total} ${this.#remaining()} ${what}`.trimEnd();
		this.#stream.write(this.#stream.isTTY ? `\r${text}\u001b[K` : `${text}\n`);
	}

	#remaining(): string {
		const now = this.#done - this.#already;
		if (now < 3 || this.#done === this.#total) return "";
		const each = (performance.now() - this.#startedMs) / now;
		return ` about ${duration((each * (this.#total - this.#done)) / 1000)} left`;
	}
}

function duration(seconds: number): string {
	if (seconds < 90) return `${Math.ceil(seconds)} s`;
	return `${Math.ceil(seconds / 60)} min`;
}
