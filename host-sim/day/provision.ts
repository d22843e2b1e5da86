/** The setup engineer's cable: installs the trust anchors and learns who the unit is. */
import { assert } from "../../modules/bytes/assert.js";
import { ProvisionReason, type ProvisionRequest } from "../../modules/messages/messages.generated.js";
import { decodeBody, encodeBody } from "../../modules/messages/messages.js";
import type { UnitAddress } from "../../modules/messages/topics.js";
import type { KnownUnit } from "../../terminal/exchange.js";
import { nameOf } from "./names.js";

export interface Cable {
	send(message: Uint8Array): void;
	/** What the unit says; set here. */
	onMessage: (message: Uint8Array) => void;
}

export interface Anchors {
	readonly address: UnitAddress;
	/** P-256, SEC 1 uncompressed. */
	readonly terminalKey: Uint8Array;
	readonly authorityKey: Uint8Array;
}

export type Provisioned =
	| { readonly kind: "provisioned"; readonly unit: KnownUnit }
	| { readonly kind: "refused"; readonly reason: string };

/** Resolves with the unit's one answer. */
export function provision(
	cable: Cable,
	{ address, terminalKey, authorityKey }: Anchors,
): Promise<Provisioned> {
	const request: ProvisionRequest = {
		siteLabel: address.site,
		terminalLabel: address.terminal,
		unitLabel: address.unit,
		terminalKey,
		authorityKey,
	};
	return new Promise((resolve) => {
		cable.onMessage = (message) => resolve(understand(message, address));
		cable.send(encodeBody("provision-request", request));
	});
}

function understand(message: Uint8Array, address: UnitAddress): Provisioned {
	const reply = decodeBody("provision-reply", message);
	if (reply.kind === "decoded") {
		const { ueid, unitKey } = reply.body;
		return { kind: "provisioned", unit: { address, ueid, publicKey: unitKey } };
	}
	const refusal = decodeBody("provision-refusal", message);
	assert(refusal.kind === "decoded", "the unit's answer is neither reply nor refusal");
	return { kind: "refused", reason: nameOf(ProvisionReason, refusal.body.provisionReason) };
}
