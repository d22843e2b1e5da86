/** A valid message, and whoever waits for exactly that one. */
import { signMessage } from "../../modules/messages/envelope.js";
import { Action, ClockSource, Decision, Demand } from "../../modules/messages/messages.generated.js";
import { topicOf } from "../../modules/messages/topics.js";
import { formatStore } from "../../modules/store/format.js";
import { openStore } from "../../modules/store/store.js";
import { Requests } from "../../modules/unit/requests.js";
import { SignedClock } from "../../modules/unit/signed-clock.js";
import { openExchange, verifyReport } from "../../terminal/exchange.js";
import { createSigningKey } from "../../terminal/keys.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { makeChallenge } from "../../terminal/terminal.js";
import { systemEntropy } from "../doors/entropy.js";
import { createNodeCrypto } from "../doors/node-crypto.js";
import { NorFlash } from "../world/nor-flash.js";
import { NOR_PARTS } from "../world/nor-parts.js";

export interface Target {
	readonly name: string;
	readonly message: Uint8Array;
	/** Would the receiver act on it? */
	accepts(bytes: Uint8Array): boolean;
}

const NOW = 1_800_000_000;
const address = { site: "s1", terminal: "t1", unit: "u1" };
// The unit's door, with OpenSSL in place of JavaScript for the signatures.
const crypto = {
	...createNodeCrypto({ entropy: systemEntropy, deviceRoot: new Uint8Array(32) }),
	...createNativeCrypto(),
};

/** A terminal that waits for the answer to its challenge. */
export function forgeResult(): Target {
	const { terminal, exchange, unit, ueid } = office();
	const request = makeChallenge(crypto, exchange, terminal, CHALLENGE);
	const requestHash = new Uint8Array(32);
	crypto.sha256Into(requestHash, request.envelope);
	const topic = topicOf(address, "res");
	const message = signMessage(crypto, unit, topic, "result", {
		issuedAt: NOW,
		nonce: Uint8Array.from(Buffer.from(request.nonce, "hex")),
		ueid,
		bootCount: 1,
		modality: CHALLENGE.modality,
		sequence: 1,
		requestHash,
		decision: Decision.accepted,
		generation: 1,
		clockSource: ClockSource.terminal,
		action: CHALLENGE.action,
		policyHash: new Uint8Array(32).fill(1),
		auditHead: new Uint8Array(32).fill(2),
	});
	return {
		name: "result",
		message,
		accepts: (bytes) => verifyReport(crypto, exchange, NOW, topic, bytes).kind === "verified",
	};
}

/** A unit that has not seen the challenge before. */
export function forgeChallenge(): Target {
	const { terminal, authority, exchange, unit, ueid } = office();
	const { envelope } = makeChallenge(crypto, exchange, terminal, CHALLENGE);
	const flash = new NorFlash({ part: NOR_PARTS.nrf52840, blocks: 4, seed: 1 });
	formatStore(flash);
	const opening = openStore(flash);
	if (opening.kind !== "opened") throw new Error(`forge: the store is ${opening.kind}`);
	const identity = {
		address,
		ueid,
		publicKey: unit.publicKey,
		sealedKey: new Uint8Array(60),
		terminalKey: terminal,
		authorityKey: authority,
		keyVersion: 0,
	};
	const requests = new Requests({ crypto, store: opening.store }, identity, new SignedClock());
	return {
		name: "challenge",
		message: envelope,
		accepts: (bytes) => requests.receive(bytes, 1000).kind !== "refused",
	};
}

const CHALLENGE = {
	subjectToken: new Uint8Array(32).fill(3),
	modality: Demand.palmVein,
	action: Action.logIn,
	purpose: 1,
	receptionHash: new Uint8Array(32).fill(4),
	nowSeconds: NOW,
	lifetimeSeconds: 15,
};

function office() {
	const [terminal, authority, unit] = [
		createSigningKey(crypto),
		createSigningKey(crypto),
		createSigningKey(crypto),
	];
	const ueid = new Uint8Array(17).fill(5);
	ueid[0] = 1;
	return {
		terminal,
		authority,
		unit,
		ueid,
		exchange: openExchange({ address, ueid, publicKey: unit.publicKey }),
	};
}
