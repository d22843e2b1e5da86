/** A signed message on disk, apart from the ledger's own lines: {"topic":"shogo/1/..","envelope":base64} */
import type { Signed } from "../audit-keeper.js";
import { isRecord } from "../shared/contract.js";

export function spellSigned({ topic, envelope }: Signed): string {
	return JSON.stringify({ topic, envelope: Buffer.from(envelope).toString("base64") });
}

/** @returns undefined for what is no such message; whether it was signed is not looked at. */
export function parseSigned(text: string): Signed | undefined {
	try {
		const value: unknown = JSON.parse(text);
		if (!isRecord(value)) return undefined;
		const { topic, envelope } = value;
		if (typeof topic !== "string" || typeof envelope !== "string") return undefined;
		return { topic, envelope: Uint8Array.from(Buffer.from(envelope, "base64")) };
	} catch {
		return undefined;
	}
}
