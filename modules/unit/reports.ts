import type { Crypto, LinkMessage } from "../../hal/hal.js";
import { signMessage } from "../messages/envelope.js";
import {
	ClockSource,
	Decision,
	HintReason,
	RefusalReason,
	type SignedType,
} from "../messages/messages.generated.js";
import { type BodyByType, encodeBody } from "../messages/messages.js";
import { topicOf } from "../messages/topics.js";
import type { HintName, RefusalName } from "./effects.js";
import { type Identity, withSigningKey } from "./identity.js";
import type { Request } from "./requests.js";

/** What the build says about the firmware; both are carried in every birth message. */
export interface UnitConfig {
	readonly softwareVersion: string;
	/** SHA-256 of the bundle. */
	readonly bundleHash: Uint8Array;
}

/** Everything the unit says about itself, signed and addressed; one sequence number a report. */
export class Reports {
	readonly #crypto: Crypto;
	readonly #identity: Identity;
	readonly #bootCount: number;
	#sequence = 0;

	constructor(crypto: Crypto, identity: Identity, bootCount: number) {
		this.#crypto = crypto;
		this.#identity = identity;
		this.#bootCount = bootCount;
	}

	birth({ softwareVersion, bundleHash }: UnitConfig): LinkMessage {
		const topic = topicOf(this.#identity.address, "state");
		const body = { ...this.#self(), softwareVersion, bundleHash };
		return { topic, payload: this.#sign(topic, "birth", body), qos: 1, retain: true };
	}

	/** The last will: what the broker says when the unit vanishes. */
	offline(): LinkMessage {
		const topic = topicOf(this.#identity.address, "state");
		return { topic, payload: this.#sign(topic, "offline", this.#self()), qos: 1, retain: true };
	}

	/**
	 * The answer to a request: accepted, or refused with a reason.
	 * @param generation of the reference that was compared or made
	 */
	answer(
		request: Request,
		refusal: RefusalName | undefined,
		generation: number | undefined,
		nowMs: number,
	): LinkMessage {
		const topic = topicOf(this.#identity.address, "res");
		const elapsed = Math.floor((nowMs - request.receivedAtMs) / 1000);
		const common = {
			...this.#self(),
			issuedAt: request.body.issuedAt + elapsed,
			clockSource: ClockSource.terminal,
			nonce: request.body.nonce,
			sequence: this.#sequence++,
			requestHash: request.hash,
			...(generation === undefined ? {} : { generation }),
			...(refusal === undefined
				? { decision: Decision.accepted }
				: { decision: Decision.refused, reason: RefusalReason[refusal] }),
		};
		const payload =
			request.type === "challenge"
				? this.#sign(topic, "result", { ...common, modality: request.body.modality })
				: this.#sign(topic, "enrol-result", {
						...common,
						modality: request.body.modality,
						pledgeHash: request.body.pledgeHash,
					});
		return { topic, payload, qos: 1, retain: false };
	}

	/** Guidance for the person in front of the unit: unsigned, nobody decides anything on it. */
	hint(reason: HintName, progress: number | undefined): LinkMessage {
		const hintReason = HintReason[reason];
		const payload = encodeBody("hint", progress === undefined ? { hintReason } : { hintReason, progress });
		return { topic: topicOf(this.#identity.address, "evt"), payload, qos: 0, retain: false };
	}

	#self(): { readonly ueid: Uint8Array; readonly bootCount: number } {
		return { ueid: this.#identity.ueid, bootCount: this.#bootCount };
	}

	#sign: Sign = (topic, type, body) =>
		withSigningKey(this.#crypto, this.#identity, (key) => signMessage(this.#crypto, key, topic, type, body));
}

type Sign = <T extends SignedType>(topic: string, type: T, body: BodyByType[T]) => Uint8Array;
