/** What must be ended, in the opposite order of its beginning. */
export class Closing {
	readonly #closers: (() => Promise<void>)[] = [];
	#isClosed = false;

	/** After `close` began, `close` runs at once: what was still on its way up comes down again. */
	async add(close: () => Promise<void>): Promise<void> {
		if (this.#isClosed) await close();
		else this.#closers.push(close);
	}

	/** Ends everything, each thing even when another's end failed. May be called twice. */
	async close(): Promise<void> {
		this.#isClosed = true;
		const failures: unknown[] = [];
		for (const close of this.#closers.splice(0).reverse()) {
			await close().catch((error: unknown) => failures.push(error));
		}
		if (failures.length > 0) throw failures[0];
	}
}
