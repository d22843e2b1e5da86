/**
 * A counter on paper: a terminal, an authority and a unit without camera, store and firmware, whose messages
 * are signed and chained as real ones are.
 */
import { toHex } from "../../modules/bytes/bytes.js";
import { signMessage } from "../../modules/messages/envelope.js";
import {
	Action,
	ClockSource,
	Decision,
	Demand,
	EndReason,
	type IncidentKind,
	Modality,
	RefusalReason,
	type RevocationReason,
	type Role,
} from "../../modules/messages/messages.generated.js";
import type { BodyByType } from "../../modules/messages/messages.js";
import { topicOf, type UnitAddress } from "../../modules/messages/topics.js";
import type { Signed } from "../../terminal/audit-keeper.js";
import { headAfter } from "../../terminal/audit-mirror.js";
import { makeEnrolBegin, makeOrder } from "../../terminal/authority.js";
import { type KnownUnit, openExchange, type SignedRequest } from "../../terminal/exchange.js";
import { createSigningKey, type SigningKeyPair } from "../../terminal/keys.js";
import type { KeyStatement } from "../../terminal/ledger/ledger.js";
import type { TerminalCrypto } from "../../terminal/native-crypto.js";
import { makeChallenge } from "../../terminal/terminal.js";

export interface PaperKeys {
	readonly terminal: SigningKeyPair;
	readonly authority: SigningKeyPair;
	readonly unit: SigningKeyPair;
}

export interface Presented {
	readonly token: Uint8Array;
	readonly action: Action;
	readonly nowSeconds: number;
	readonly purpose?: number;
	readonly receptionHash?: Uint8Array;
	readonly queryHash?: Uint8Array;
	/** Left out: the person matches. */
	readonly refusal?: RefusalReason;
}

export class PaperUnit {
	readonly address: UnitAddress = { site: "site", terminal: "t1", unit: "u1" };
	readonly keys: PaperKeys;
	readonly known: KnownUnit;
	readonly #crypto: TerminalCrypto;
	#sequence = 0;
	#head: Uint8Array = new Uint8Array(32);
	#generations = new Map<string, number>();
	#session: { readonly nonce: Uint8Array } | undefined;

	constructor(crypto: TerminalCrypto) {
		this.#crypto = crypto;
		const make = () => createSigningKey(crypto);
		this.keys = { terminal: make(), authority: make(), unit: make() };
		const ueid = new Uint8Array(17);
		crypto.entropyInto(ueid.subarray(1));
		ueid[0] = 1;
		this.known = { address: this.address, ueid, publicKey: this.keys.unit.publicKey };
	}

	/** What a ledger has to be told besides the terminal's own key. */
	get ledgerKeys(): readonly KeyStatement[] {
		const unit = { label: this.address.unit, ueid: this.known.ueid };
		return [
			{ use: "authority", publicKey: this.keys.authority.publicKey },
			{ use: "unit", publicKey: this.keys.unit.publicKey, unit },
		];
	}

	/** A challenge and the unit's answer; a log-in hands a session that runs over. */
	present(presented: Presented): Signed[] {
		const { token, action, nowSeconds, purpose = 1, receptionHash, queryHash, refusal } = presented;
		const request = makeChallenge(this.#crypto, this.#exchange(), this.keys.terminal, {
			...{ subjectToken: token, modality: Demand.palmVein, action, purpose, nowSeconds, lifetimeSeconds: 20 },
			...(receptionHash === undefined ? {} : { receptionHash }),
			...(queryHash === undefined ? {} : { queryHash }),
		});
		const own = {
			...{ ...this.#answering(request, refusal), modality: Demand.palmVein, action },
			...(refusal === RefusalReason.mismatch ? { attemptsLeft: 4 } : {}),
			...(refusal === undefined ? { generation: this.#generations.get(toHex(token)) ?? 1 } : {}),
		};
		const answer = this.#report("res", nowSeconds + 2, (topic, common) =>
			signMessage(this.#crypto, this.keys.unit, topic, "result", { ...common, ...own }),
		);
		const messages = [asSigned(request), answer];
		if (refusal !== undefined) return messages;
		if (action === Action.logIn) {
			messages.push(...this.endSession(EndReason.handOver, nowSeconds + 2));
			this.#session = { nonce: nonceOf(request) };
		}
		if (action === Action.closeDay) messages.push(...this.endSession(EndReason.day, nowSeconds + 2));
		return messages;
	}

	/** The session's end, as the unit reports it; nothing where none runs. */
	endSession(endReason: EndReason, nowSeconds: number): Signed[] {
		const session = this.#session;
		this.#session = undefined;
		if (session === undefined) return [];
		const own = { sessionNonce: session.nonce, endReason };
		return [
			this.#report("log", nowSeconds, (topic, common) =>
				signMessage(this.#crypto, this.keys.unit, topic, "session-end", { ...common, ...own }),
			),
		];
	}

	enrol(
		token: Uint8Array,
		pledge: Uint8Array,
		role: Role,
		nowSeconds: number,
		witness?: Uint8Array,
	): Signed[] {
		const request = makeEnrolBegin(this.#crypto, this.#exchange(), this.keys.authority, {
			...{ subjectToken: token, pledge, role, modality: Modality.palmVein, sampleCount: 3, nowSeconds },
			...{ lifetimeSeconds: 90, ...(witness === undefined ? {} : { witnessToken: witness }) },
		});
		const generation = (this.#generations.get(toHex(token)) ?? 0) + 1;
		this.#generations.set(toHex(token), generation);
		const pledgeHash = new Uint8Array(32);
		this.#crypto.sha256Into(pledgeHash, pledge);
		const own = { ...this.#answering(request), modality: Modality.palmVein, role, pledgeHash, generation };
		const answer = this.#report("res", nowSeconds + 20, (topic, common) =>
			signMessage(this.#crypto, this.keys.unit, topic, "enrol-result", { ...common, ...own }),
		);
		return [asSigned(request), answer];
	}

	revoke(token: Uint8Array, revocationReason: RevocationReason, nowSeconds: number): Signed[] {
		const order = { type: "revoke", subjectToken: token, modality: Demand.both, revocationReason } as const;
		const request = makeOrder(this.#crypto, this.#exchange(), this.keys.authority, order, nowSeconds);
		const generation = this.#generations.get(toHex(token)) ?? 1;
		const own = { ...this.#answering(request), generation };
		const answer = this.#report("res", nowSeconds + 1, (topic, common) =>
			signMessage(this.#crypto, this.keys.unit, topic, "order-result", { ...common, ...own }),
		);
		return [asSigned(request), answer];
	}

	incident(incidentKind: IncidentKind, nowSeconds: number): Signed[] {
		return [
			this.#report("log", nowSeconds, (topic, common) =>
				signMessage(this.#crypto, this.keys.unit, topic, "incident", { ...common, incidentKind }),
			),
		];
	}

	#answering(request: SignedRequest, refusal?: RefusalReason) {
		const requestHash = new Uint8Array(32);
		this.#crypto.sha256Into(requestHash, request.envelope);
		const nonce = nonceOf(request);
		if (refusal === undefined) return { nonce, requestHash, decision: Decision.accepted };
		return { nonce, requestHash, decision: Decision.refused, reason: refusal };
	}

	/** @param sign adds what its type has of its own. */
	#report(
		channel: "res" | "log",
		issuedAt: number,
		sign: (topic: string, common: BodyByType["chain-head"]) => Uint8Array,
	): Signed {
		const topic = topicOf(this.address, channel);
		const envelope = sign(topic, {
			issuedAt,
			ueid: this.known.ueid,
			bootCount: 1,
			sequence: this.#sequence++,
			clockSource: ClockSource.terminal,
			policyHash: POLICY_HASH,
			auditHead: this.#head,
		});
		const digest = new Uint8Array(32);
		this.#crypto.sha256Into(digest, envelope);
		this.#head = headAfter(this.#crypto, this.#head, digest);
		return { topic, envelope };
	}

	/** Nothing is to be matched with anything: a fresh one each time. */
	#exchange() {
		return openExchange(this.known);
	}
}

const POLICY_HASH = new Uint8Array(32).fill(7);

function nonceOf({ nonce }: SignedRequest): Uint8Array {
	return Uint8Array.from(Buffer.from(nonce, "hex"));
}

function asSigned({ topic, envelope }: SignedRequest): Signed {
	return { topic, envelope };
}
