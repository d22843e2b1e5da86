import type { Crypto, LinkMessage } from "../../hal/hal.js";
import { decodeSign1 } from "../codec/cose.js";
import { signMessage } from "../messages/envelope.js";
import {
	CONTENT_TYPES,
	Decision,
	EndReason,
	HintReason,
	type ImageWanted,
	IncidentKind,
	type Modality,
	RefusalReason,
	type SignedType,
} from "../messages/messages.generated.js";
import { type BodyByType, decodeBody, encodeBody } from "../messages/messages.js";
import { type Channel, topicOf } from "../messages/topics.js";
import type { EndReasonName, HintName, IncidentName, RefusalName } from "./effects.js";
import { type Identity, withSigningKey } from "./identity.js";
import type { EntryChannel } from "./journal.js";
import type { Request, RequestType } from "./requests.js";
import type { TimeClaim } from "./signed-clock.js";

/** What the build says about the firmware; all of it is carried in every birth message. */
export interface UnitConfig {
	readonly softwareVersion: string;
	/** Of this image: its maker counts it up, and no image with a lower one is taken in its place. */
	readonly firmwareVersion: number;
	/** SHA-256 of what runs: of the bundle, or of the image that a board has instead. */
	readonly bundleHash: Uint8Array;
}

/** What every entry of the audit chain says beside its own matter. */
export type Standing = TimeClaim & {
	readonly sequence: number;
	readonly auditHead: Uint8Array;
	readonly policyHash: Uint8Array;
};

/** What came of a request: accepted unless refused. */
export interface Answer {
	readonly refusal?: RefusalName | undefined;
	/** Of the reference that was compared, made or deleted. */
	readonly generation?: number | undefined;
	readonly attemptsLeft?: number | undefined;
	readonly retryAfterSeconds?: number | undefined;
}

/** Requests that are answered with an entry of the audit chain. */
export type AnsweredType = Exclude<RequestType, "audit-request" | "register-request">;

/** A page of what the unit remembers; no entry of the chain. */
export type Page =
	| {
			readonly first: number;
			readonly digests: Uint8Array;
			readonly sequence: number;
			readonly auditHead: Uint8Array;
	  }
	| { readonly first: number; readonly total: number; readonly registerEntries: Uint8Array };

/** The kind of the incident that an envelope of ours tells of, if it does. */
export function incidentIn(envelope: Uint8Array): IncidentName | undefined {
	const decoded = decodeSign1(envelope);
	if (decoded.kind === "malformed" || decoded.message.contentType !== CONTENT_TYPES.incident)
		return undefined;
	const incident = decodeBody("incident", decoded.message.payload);
	return incident.kind === "malformed" ? undefined : INCIDENT_NAMES[incident.body.incidentKind];
}

const INCIDENT_NAMES: Readonly<Record<IncidentKind, IncidentName>> = {
	[IncidentKind.lockout]: "lockout",
	[IncidentKind.disabled]: "disabled",
	[IncidentKind.storeFault]: "storeFault",
	[IncidentKind.tamper]: "tamper",
	[IncidentKind.keyChange]: "keyChange",
	[IncidentKind.signatureFlood]: "signatureFlood",
	[IncidentKind.restart]: "restart",
	[IncidentKind.queueFull]: "queueFull",
	[IncidentKind.clock]: "clock",
	[IncidentKind.badImage]: "badImage",
};

/** Everything the unit says about itself, signed. */
export class Reports {
	readonly #crypto: Crypto;
	readonly #identity: Identity;
	readonly #bootCount: number;

	constructor(crypto: Crypto, identity: Identity, bootCount: number) {
		this.#crypto = crypto;
		this.#identity = identity;
		this.#bootCount = bootCount;
	}

	/** Makes what of the next signature needs no message. */
	prepareSignature(): void {
		const crypto = this.#crypto;
		withSigningKey(crypto, this.#identity, ({ privateKey }) =>
			crypto.prepareSignature?.(privateKey, this.#bootCount),
		);
	}

	birth(
		config: UnitConfig & { readonly bootNonce: Uint8Array },
		standing: Pick<Standing, "sequence" | "auditHead" | "policyHash">,
		versions: { readonly policyVersion: number; readonly keyVersion: number },
	): LinkMessage {
		const { sequence, auditHead, policyHash } = standing;
		const chain = { sequence, auditHead, policyHash };
		const body = { ...this.#self(), ...config, ...chain, ...versions };
		return this.#retained("birth", body);
	}

	/** The last will: what the broker says when the unit vanishes. */
	offline(): LinkMessage {
		return this.#retained("offline", this.#self());
	}

	/** The answer to a request, for the channel "res". */
	answer(request: Request<AnsweredType>, answer: Answer, standing: Standing): Uint8Array {
		const { refusal, generation, attemptsLeft, retryAfterSeconds } = answer;
		const common = {
			...this.#self(),
			...standing,
			nonce: request.body.nonce,
			requestHash: request.hash,
			...(generation === undefined ? {} : { generation }),
			...(refusal === undefined
				? { decision: Decision.accepted }
				: { decision: Decision.refused, reason: RefusalReason[refusal] }),
		};
		switch (request.type) {
			case "challenge": {
				const { modality, action } = request.body;
				return this.#sign("res", "result", {
					...common,
					modality,
					action,
					...(attemptsLeft === undefined ? {} : { attemptsLeft }),
					...(retryAfterSeconds === undefined ? {} : { retryAfter: retryAfterSeconds }),
				});
			}
			case "enrol-begin": {
				const { modality, pledgeHash, role } = request.body;
				const matter = { modality, pledgeHash, role };
				return this.#sign("res", "enrol-result", { ...common, ...matter });
			}
			default:
				return this.#sign("res", "order-result", common);
		}
	}

	/** For the channel "log". */
	sessionEnd(sessionNonce: Uint8Array, reason: EndReasonName, standing: Standing): Uint8Array {
		const matter = { sessionNonce, endReason: EndReason[reason] };
		return this.#sign("log", "session-end", { ...this.#self(), ...standing, ...matter });
	}

	/** For the channel "log". */
	incident(kind: IncidentName, requestHash: Uint8Array | undefined, standing: Standing): Uint8Array {
		const matter = {
			incidentKind: IncidentKind[kind],
			...(requestHash === undefined ? {} : { requestHash }),
		};
		return this.#sign("log", "incident", { ...this.#self(), ...standing, ...matter });
	}

	/** For the channel "log". */
	chainHead(standing: Standing): Uint8Array {
		return this.#sign("log", "chain-head", { ...this.#self(), ...standing });
	}

	/** The answer to an audit-request or a register-request. */
	page(request: Request<"audit-request" | "register-request">, page: Page): LinkMessage {
		const common = { ...this.#self(), nonce: request.body.nonce, requestHash: request.hash };
		const payload =
			"digests" in page
				? this.#sign("res", "audit-range", { ...common, ...page })
				: this.#sign("res", "register-page", { ...common, ...page });
		return this.message("res", payload);
	}

	/** Guidance for the person in front of the unit: unsigned, nobody decides anything on it. */
	hint(reason: HintName, progress: number | undefined, modality: Modality): LinkMessage {
		const body = {
			hintReason: HintReason[reason],
			modality,
			...(progress === undefined ? {} : { progress }),
		};
		const topic = topicOf(this.#identity.address, "evt");
		return { topic, payload: encodeBody("hint", body), qos: 0, retain: false };
	}

	/** What is wanted of a new firmware: unsigned, its hash is. */
	imageWanted(wanted: ImageWanted): LinkMessage {
		const topic = topicOf(this.#identity.address, "evt");
		return { topic, payload: encodeBody("image-wanted", wanted), qos: 0, retain: false };
	}

	/** An envelope on its way. */
	message(channel: EntryChannel, payload: Uint8Array): LinkMessage {
		return { topic: topicOf(this.#identity.address, channel), payload, qos: 1, retain: false };
	}

	#retained<T extends "birth" | "offline">(type: T, body: BodyByType[T]): LinkMessage {
		const topic = topicOf(this.#identity.address, "state");
		return { topic, payload: this.#sign("state", type, body), qos: 1, retain: true };
	}

	#self(): { readonly ueid: Uint8Array; readonly bootCount: number } {
		return { ueid: this.#identity.ueid, bootCount: this.#bootCount };
	}

	#sign<T extends SignedType>(channel: Channel, type: T, body: BodyByType[T]): Uint8Array {
		const topic = topicOf(this.#identity.address, channel);
		return withSigningKey(this.#crypto, this.#identity, (key) =>
			signMessage(this.#crypto, key, topic, type, body),
		);
	}
}
