import type { Crypto } from "../../hal/hal.js";
import type { Policy } from "../messages/messages.generated.js";
import { decodeBody, encodeBody } from "../messages/messages.js";
import { DEFAULT_POLICY } from "../policy/default-policy.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import type { Change, Store } from "../store/store.js";
import { SINGLE } from "./store-keys.js";

/** The numbers that hold now. */
export interface PolicyInForce {
	readonly policy: Policy;
	/** SHA-256 of the encoding of `policy` (messages.cddl): what every report carries. */
	readonly hash: Uint8Array;
}

/** @throws Error when what is stored is no policy: to fall back would be to roll back */
export function loadPolicy(crypto: Crypto, store: Store): PolicyInForce {
	const bytes = new Uint8Array(POLICY_MAX);
	const found = store.readInto(bytes, RECORD_KIND.policy, SINGLE);
	if (found.kind === "absent") return inForce(crypto, DEFAULT_POLICY);
	const decoding = decodeBody("policy", bytes.subarray(0, found.kind === "found" ? found.length : 0));
	if (decoding.kind === "malformed") throw new Error("the stored policy is damaged");
	return inForce(crypto, decoding.body);
}

/** A policy with its hash, which every report carries: the SHA-256 of the policy's encoding. */
export function inForce(crypto: Crypto, policy: Policy): PolicyInForce {
	const hash = new Uint8Array(32);
	crypto.sha256Into(hash, encodeBody("policy", policy));
	return { policy, hash };
}

/** What makes `policy` the one in force. */
export function policyChange(policy: Policy): Change {
	return { kind: RECORD_KIND.policy, key: SINGLE, value: encodeBody("policy", policy) };
}

const POLICY_MAX = 256;
