/**
 * A unit's life as checkers see it, written by hand: what the unit says is made with node:crypto and cbor-x,
 * and none of the firmware's code.
 */
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { Encoder, Tag } from "cbor-x";
import type { Checker, Surroundings } from "../../host-sim/sim/checkers/checker.js";
import { Canaries } from "../../host-sim/sim/checkers/secrets.js";
import { UnitsVoice } from "../../host-sim/sim/checkers/units-voice.js";
import type { Timed, WorldEvent } from "../../host-sim/sim/journal.js";
import { DECISION, LABEL, REASON } from "../../host-sim/sim/wire.js";
import { Demand, Modality } from "../../modules/messages/messages.generated.js";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
export const codec = new Encoder({ mapsAsObjects: false, useRecords: false, tagUint8Array: false });
const TOPIC = "shogo/1/s1/t1/u1/res";

export type Labels = readonly (readonly [number, unknown])[];

/** An envelope as it is on the wire. */
export function envelope(type: string, labels: Labels): Uint8Array {
	const header = codec.encode(new Map<number, unknown>([[3, `application/vnd.shogo.${type}+cbor`]]));
	const payload = codec.encode(new Map(labels));
	const signed = codec.encode(["Signature1", header, Buffer.from(TOPIC), payload]);
	const signature = sign("sha256", signed, { key: privateKey, dsaEncoding: "ieee-p1363" });
	return codec.encode(new Tag([header, new Map(), payload, signature], 18));
}

export const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
export const signatureOf = (bytes: Uint8Array) => bytes.subarray(bytes.length - 64);

export type Step = WorldEvent & { readonly [Name in keyof Timed]?: Timed[Name] | undefined };

export const PROVISIONED: Step = { kind: "provisioned", publicKey: pointOf() };
export const BOOT: Step = { kind: "boot" };
export const said = (payload: Uint8Array, atMs?: number): Step => ({
	kind: "published",
	topic: TOPIC,
	payload,
	atMs,
});
export const arrived = (payload: Uint8Array, atMs?: number): Step => ({
	kind: "delivered",
	topic: TOPIC,
	payload,
	atMs,
});

function pointOf(): Uint8Array {
	const { x = "", y = "" } = publicKey.export({ format: "jwk" });
	return Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
}

export function surroundings(change: Partial<Surroundings> = {}): Surroundings {
	return {
		voice: new UnitsVoice(),
		rot: false,
		canaries: new Canaries(),
		flashImage: () => new Uint8Array(0),
		heldUp: { count: 0 },
		demand: Demand.palmVein,
		...change,
	};
}

/** @returns the first objection to a life or its end; each step is a second after the last, unless told. */
export function objection(checker: Checker, life: readonly Step[]): string | undefined {
	let atMs = 0;
	for (const [index, step] of life.entries()) {
		atMs = step.atMs ?? atMs + 1000;
		const { operations = index } = step;
		const text = checker.see({ ...step, operations, atMs });
		if (text !== undefined) return noted(checker, text);
	}
	const text = checker.end?.();
	return text === undefined ? undefined : noted(checker, text);
}

/** Names of the checkers that have objected to something. */
export const objected = new Set<string>();

function noted({ name }: Checker, text: string): string {
	objected.add(name);
	return text;
}

let nonces = 0;
/** Who asks the unit for something, and what it answers. */
export function request(type: string, person: string, demand: Demand = Demand.palmVein) {
	const nonce = new Uint8Array(16).fill(++nonces);
	const bytes = envelope(type, [
		[LABEL.nonce, nonce],
		[LABEL.modality, demand],
	]);
	const asked: Step = { kind: "asked", type, person, envelope: bytes };
	const hash = hashOf(bytes);
	const answer = (answerType: string, ...labels: Labels) =>
		envelope(answerType, [[LABEL.nonce, nonce], [LABEL.requestHash, hash], ...labels]);
	const hex = Buffer.from(nonce).toString("hex");
	const believed = (outcome: string): Step => ({ kind: "believed", nonce: hex, type, outcome });
	return { asked, bytes, answer, believed, nonce, hex };
}

export const ACCEPTED = [LABEL.decision, DECISION.accepted] as const;
export const REFUSED = [LABEL.decision, DECISION.refused] as const;
export const MISMATCH = [LABEL.reason, REASON.mismatch] as const;

type Exposed = Extract<WorldEvent, { kind: "exposed" }>;

export function seen(person: string, trait: Modality = Modality.palmVein): Exposed {
	return { kind: "exposed", person, trait, condition: "good", lit: true };
}
