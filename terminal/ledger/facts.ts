/** What happened at the counter, out of the messages: requests and their answers put together. Pure. */
import { toHex } from "../../modules/bytes/bytes.js";
import {
	Action,
	Decision,
	type EndReason,
	type IncidentKind,
	type RefusalReason,
	type RevocationReason,
	type Role,
} from "../../modules/messages/messages.generated.js";
import type { TerminalCrypto } from "../native-crypto.js";
import { recordIdOf } from "../subject-token.js";
import type { LedgerRecord, Meaning } from "./open-record.js";

/** Of every fact: when (seconds since 1970), by whom, and the records that it stands on. */
interface Common {
	readonly at: number;
	/** Pseudonym, by `recordIdOf`; empty where it concerns nobody. */
	readonly person: string;
	readonly unit: string;
	readonly entries: readonly number[];
}

export interface Authentication extends Common {
	readonly action: Action;
	readonly purpose: number;
	/** Undefined when accepted. */
	readonly refusal: RefusalReason | undefined;
	/** Of what it was for, hexadecimal. */
	readonly queryHash: string | undefined;
	/** Whose session ran, of a confirmation. */
	readonly asker: string | undefined;
}

export interface SessionFact extends Common {
	readonly purpose: number;
	/** Of every reception that the session's operator authenticated for, hexadecimal. */
	readonly receptionHashes: readonly string[];
	readonly endedAt: number | undefined;
	readonly endReason: EndReason | undefined;
}

export interface Enrolment extends Common {
	readonly role: Role;
	readonly modality: number;
	readonly generation: number;
	readonly pledgeHash: string;
	readonly witness: string | undefined;
}

export interface Revocation extends Common {
	readonly reason: RevocationReason;
	/** As Demand: one trait, or both. */
	readonly modality: number;
}

export interface IncidentFact extends Common {
	readonly kind: IncidentKind;
}

/** A supervisor's palm has confirmed a form. */
export interface FormConfirmation extends Common {
	readonly form: string;
	readonly period: string;
	readonly rowsHash: string;
}

export interface Facts {
	readonly authentications: Authentication[];
	readonly sessions: SessionFact[];
	readonly enrolments: Enrolment[];
	readonly revocations: Revocation[];
	readonly incidents: IncidentFact[];
	readonly confirmations: FormConfirmation[];
}

/** The purpose code of a challenge that confirms a form; an office's own list has the others. */
export const CONFIRMATION_PURPOSE = 255;

/** @param records in order; those of several months may be given one after the other. */
export function factsOf(crypto: TerminalCrypto, records: Iterable<LedgerRecord>): Facts {
	const reading = new Reading(crypto);
	for (const record of records) reading.take(record);
	return reading.facts;
}

type EntryMessage = Extract<Meaning, { kind: "entry" }>["message"];
type Answer = Extract<EntryMessage, { type: "result" | "enrol-result" | "order-result" }>;
type RequestMessage = Extract<Meaning, { kind: "request" }>["message"];
type Place = Pick<Common, "at" | "unit" | "entries">;

class Reading {
	readonly facts: Facts = {
		...{ authentications: [], sessions: [], enrolments: [] },
		...{ revocations: [], incidents: [], confirmations: [] },
	};
	readonly #crypto: TerminalCrypto;
	readonly #requests = new Map<string, { readonly message: RequestMessage; readonly entry: number }>();
	/** Sessions that run, by the nonce of their challenge: their place in the list. */
	readonly #running = new Map<string, number>();
	readonly #stated = new Map<
		string,
		Pick<FormConfirmation, "form" | "period" | "rowsHash"> & { readonly entry: number }
	>();

	constructor(crypto: TerminalCrypto) {
		this.#crypto = crypto;
	}

	take({ meaning, entry, envelope, receivedAt }: LedgerRecord): void {
		if (meaning.kind === "request" && meaning.message.type !== "receipt")
			this.#requests.set(this.#digestOf(envelope), { message: meaning.message, entry });
		else if (meaning.kind === "entry") this.#takeEntry(receivedAt, entry, meaning.unit, meaning.message);
		else if (meaning.kind === "statement" && meaning.statement.kind === "confirmation") {
			const { form, period, rowsHash } = meaning.statement;
			this.#stated.set(this.#digestOf(envelope), { form, period, rowsHash: toHex(rowsHash), entry });
		}
	}

	#takeEntry(receivedAt: number, entry: number, unit: string, message: EntryMessage): void {
		const at = message.body.issuedAt ?? receivedAt;
		if (message.type === "chain-head") return;
		if (message.type === "session-end") return this.#endSession(at, entry, message.body);
		const { requestHash } = message.body;
		const request = requestHash && this.#requests.get(toHex(requestHash));
		const place = { at, unit, entries: request === undefined ? [entry] : [request.entry, entry] };
		if (message.type === "incident") {
			const body = request?.message.body;
			const person = body !== undefined && "subjectToken" in body ? this.#personOf(body.subjectToken) : "";
			this.facts.incidents.push({ ...place, person, kind: message.body.incidentKind });
		} else if (request !== undefined) this.#takeAnswer(place, message, request.message);
	}

	#takeAnswer(place: Place, answer: Answer, request: RequestMessage): void {
		if (answer.type === "result" && request.type === "challenge")
			return this.#authenticate(place, answer.body, request.body);
		if (answer.body.decision !== Decision.accepted) return;
		if (answer.type === "enrol-result" && request.type === "enrol-begin") {
			const { role, modality, generation = 0, pledgeHash } = answer.body;
			const { subjectToken, witnessToken } = request.body;
			const witness = witnessToken && this.#personOf(witnessToken);
			const person = this.#personOf(subjectToken);
			const own = { role, modality, generation, pledgeHash: toHex(pledgeHash), witness };
			this.facts.enrolments.push({ ...place, ...own, person });
		}
		if (answer.type === "order-result" && request.type === "revoke") {
			const { subjectToken, revocationReason: reason, modality } = request.body;
			this.facts.revocations.push({ ...place, person: this.#personOf(subjectToken), reason, modality });
		}
	}

	#authenticate(
		place: Place,
		result: Extract<Answer, { type: "result" }>["body"],
		challenge: Extract<RequestMessage, { type: "challenge" }>["body"],
	): void {
		const { action, purpose, subjectToken, nonce } = challenge;
		const receptionHash = challenge.receptionHash && toHex(challenge.receptionHash);
		const queryHash = challenge.queryHash && toHex(challenge.queryHash);
		const person = this.#personOf(subjectToken);
		const refusal = result.decision === Decision.accepted ? undefined : result.reason;
		const running = this.#runningOn(place.unit);
		const asker = action === Action.confirm ? running?.session.person : undefined;
		this.facts.authentications.push({ ...place, person, action, purpose, refusal, queryHash, asker });
		if (refusal !== undefined) return;
		const receptionHashes = receptionHash === undefined ? [] : [receptionHash];
		if (action === Action.logIn) {
			const began = { ...place, person, purpose, receptionHashes };
			const session = { ...began, endedAt: undefined, endReason: undefined };
			this.#running.set(toHex(nonce), this.facts.sessions.push(session) - 1);
		}
		if (action === Action.reauthenticate && running !== undefined)
			this.facts.sessions[running.index] = {
				...running.session,
				receptionHashes: [...running.session.receptionHashes, ...receptionHashes],
				entries: [...running.session.entries, ...place.entries],
			};
		const stated = purpose === CONFIRMATION_PURPOSE ? this.#stated.get(receptionHash ?? "") : undefined;
		if (stated === undefined) return;
		const { entry, ...form } = stated;
		this.facts.confirmations.push({ ...place, person, ...form, entries: [entry, ...place.entries] });
	}

	#endSession(at: number, entry: number, body: { sessionNonce: Uint8Array; endReason: EndReason }): void {
		const nonce = toHex(body.sessionNonce);
		const index = this.#running.get(nonce);
		this.#running.delete(nonce);
		if (index === undefined) return;
		const session = this.facts.sessions[index];
		const entries = [...session.entries, entry];
		this.facts.sessions[index] = { ...session, endedAt: at, endReason: body.endReason, entries };
	}

	#runningOn(unit: string): { readonly index: number; readonly session: SessionFact } | undefined {
		const running = [...this.#running.values()].map((index) => ({
			index,
			session: this.facts.sessions[index],
		}));
		return running.reverse().find(({ session }) => session.unit === unit);
	}

	#personOf(subjectToken: Uint8Array): string {
		return recordIdOf(this.#crypto, subjectToken);
	}

	#digestOf(envelope: Uint8Array): string {
		const digest = new Uint8Array(32);
		this.#crypto.sha256Into(digest, envelope);
		return toHex(digest);
	}
}
