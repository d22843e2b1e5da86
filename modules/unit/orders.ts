import type { Crypto } from "../../hal/hal.js";
import { assert, unreachable } from "../bytes/assert.js";
import { equalConstantTime } from "../bytes/bytes.js";
import { Demand, type Policy, type UpdateOffer } from "../messages/messages.generated.js";
import { TRAITS } from "../modality/traits.js";
import { recordIdInto } from "../protection/protected-reference.js";
import type { Change } from "../store/store.js";
import type { Enrolments } from "./enrolments.js";
import { type Identity, identityChange, withTerminalKey } from "./identity.js";
import { policyChange } from "./policy-in-force.js";
import type { Answer } from "./reports.js";
import type { Request } from "./requests.js";
import type { Means } from "./service.js";
import type { Subjects } from "./subjects.js";
import type { OfferOutcome, Update } from "./update.js";

export type OrderType =
	| "revoke"
	| "lockout-reset"
	| "policy-set"
	| "key-set"
	| "time-set"
	| "update-offer"
	| "session-close";

/** What an order comes to: the answer, what is stored with it, and what holds as soon as that is stored. */
export interface Ruling extends Answer {
	readonly changes: readonly Change[];
	readonly consequence?: Consequence | undefined;
}

export type Consequence =
	/** Every reference of this record id is gone. */
	| { readonly kind: "revoked"; readonly recordId: Uint8Array }
	| { readonly kind: "new-policy"; readonly policy: Policy }
	| { readonly kind: "new-key"; readonly identity: Identity }
	| { readonly kind: "time"; readonly issuedAt: number }
	| { readonly kind: "update"; readonly offer: UpdateOffer };

/** The authority's orders, judged; nothing is changed here. */
export class Orders {
	readonly #crypto: Crypto;
	readonly #enrolments: Enrolments;
	readonly #subjects: Subjects;
	readonly #update: Update;

	constructor(
		{ crypto, enrolments, subjects }: Pick<Means, "crypto" | "enrolments" | "subjects">,
		update: Update,
	) {
		this.#crypto = crypto;
		this.#update = update;
		this.#enrolments = enrolments;
		this.#subjects = subjects;
	}

	/** @param identity and `policy`: those in force */
	rule(request: Request<OrderType>, identity: Identity, policy: Policy): Ruling {
		switch (request.type) {
			case "revoke":
				return this.#revoke(request);
			case "lockout-reset":
				return this.#resetLockout(request);
			case "policy-set":
				return setPolicy(request, policy);
			case "key-set":
				return this.#setKey(request, identity);
			case "time-set":
				return { changes: [], consequence: { kind: "time", issuedAt: request.body.issuedAt } };
			case "update-offer":
				return this.#offerUpdate(request);
			case "session-close":
				assert(false, "a session is not closed by an order of the authority");
				return refused("noSession");
			default:
				return unreachable(request);
		}
	}

	/** Deletes what is live of the modalities named; failures and generations stay. */
	#revoke({ body }: Request<"revoke">): Ruling {
		const recordId = this.#recordIdOf(body.subjectToken);
		const deletions: Change[] = [];
		let generation: number | undefined;
		let live = 0;
		for (const { id: modality } of TRAITS) {
			const name = { recordId, modality };
			const enrolment = this.#enrolments.find(name);
			if (enrolment === "absent") continue;
			live++;
			if (body.modality !== Demand.both && body.modality !== modality) continue;
			// A reference that has rotted has no generation to tell; it is deleted all the same.
			const found = enrolment === "damaged" ? undefined : enrolment.generation;
			if (body.generation !== undefined && found !== undefined && found !== body.generation)
				return refused("rolledBack");
			generation ??= found;
			deletions.push(this.#enrolments.deletion(name));
		}
		if (deletions.length === 0) return refused("notEnrolled");
		if (deletions.length < live) return { changes: deletions, generation };
		const subject = this.#subjects.find(recordId);
		const changes = [...deletions];
		if (typeof subject === "object")
			changes.push(this.#subjects.change(recordId, { ...subject, role: undefined }));
		return { changes, generation, consequence: { kind: "revoked", recordId } };
	}

	#resetLockout({ body }: Request<"lockout-reset">): Ruling {
		const recordId = this.#recordIdOf(body.subjectToken);
		const subject = this.#subjects.find(recordId);
		if (typeof subject !== "object") return refused("notEnrolled");
		return { changes: [this.#subjects.change(recordId, { ...subject, failures: 0, failuresTold: 0 })] };
	}

	#setKey({ body }: Request<"key-set">, identity: Identity): Ruling {
		const { keyVersion, newTerminalKey } = body;
		if (keyVersion <= identity.keyVersion) return refused("rolledBack");
		// Under a key off the curve nobody would ever be heard again; under the authority's own, nobody else.
		const isAuthority = equalConstantTime(newTerminalKey, identity.authorityKey.publicKey);
		if (isAuthority || !this.#crypto.isPublicKey(newTerminalKey)) return refused("unsupported");
		const renewed = withTerminalKey(this.#crypto, identity, newTerminalKey, keyVersion);
		return { changes: [identityChange(renewed)], consequence: { kind: "new-key", identity: renewed } };
	}

	#offerUpdate({ body }: Request<"update-offer">): Ruling {
		const refusal = OFFER_REFUSED[this.#update.judge(body)];
		return refusal === undefined
			? { changes: [], consequence: { kind: "update", offer: body } }
			: refused(refusal);
	}

	#recordIdOf(subjectToken: Uint8Array): Uint8Array {
		const recordId = new Uint8Array(16);
		recordIdInto(recordId, this.#crypto, subjectToken);
		return recordId;
	}
}

function setPolicy({ body }: Request<"policy-set">, inForce: Policy): Ruling {
	if (body.policyVersion <= inForce.policyVersion) return refused("rolledBack");
	const { expiresAt: _, issuedAt: __, nonce: ___, bootNonce: ____, ...policy } = body;
	return { changes: [policyChange(policy)], consequence: { kind: "new-policy", policy } };
}

const OFFER_REFUSED: Readonly<Record<OfferOutcome, Answer["refusal"]>> = {
	acceptable: undefined,
	"rolled-back": "rolledBack",
	"too-long": "unsupported",
	"on-trial": "busy",
};

function refused(refusal: NonNullable<Answer["refusal"]>): Ruling {
	return { refusal, changes: [] };
}
