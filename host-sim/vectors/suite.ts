/** What a suite of foreign test vectors comes to. */
export type VectorOutcome = "passed" | "failed" | "skipped";

export interface VectorResult {
	/** Which set the vector belongs to. */
	readonly suite: string;
	/** Names it within the set. */
	readonly name: string;
	readonly outcome: VectorOutcome;
	/** Why it does not apply, or what went wrong. */
	readonly note?: string;
}

export function judged(suite: string, name: string, verdict: Verdict): VectorResult {
	return verdict.isRight
		? { suite, name, outcome: "passed" }
		: { suite, name, outcome: "failed", note: "another result" };
}

export interface Verdict {
	readonly isRight: boolean;
}

export function skipped(suite: string, name: string, note: string): VectorResult {
	return { suite, name, outcome: "skipped", note };
}

export function hex(text: unknown): Uint8Array {
	return Uint8Array.from(Buffer.from(String(text), "hex"));
}

export function base64(text: unknown): Uint8Array {
	return Uint8Array.from(Buffer.from(String(text), "base64"));
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
	return isFields(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function isFields(value: unknown): value is Fields {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
