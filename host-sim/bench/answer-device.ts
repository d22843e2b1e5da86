/**
 * The bench's second bundle: what the unit does once it has decided. An event brings about one answer to a
 * challenge, by the firmware's own reports, journal and store; what it cost comes back as 64-bit floats.
 */
import type { Crypto } from "../../hal/hal.js";
import { openMessage } from "../../modules/messages/envelope.js";
import { Action, ClockSource, Demand } from "../../modules/messages/messages.generated.js";
import { topicOf } from "../../modules/messages/topics.js";
import { formatStore } from "../../modules/store/format.js";
import { openStore } from "../../modules/store/store.js";
import { completeIdentity, draftIdentity, type Identity } from "../../modules/unit/identity.js";
import { Journal } from "../../modules/unit/journal.js";
import { Reports } from "../../modules/unit/reports.js";
import type { Request } from "../../modules/unit/requests.js";
import { MemoryFlash } from "./memory-flash.js";
import { createNativeCrypto, repeatingEntropy } from "./native-crypto.js";

globalThis.onHostEvent = () => {
	const crypto = createNativeCrypto({ entropyInto: repeatingEntropy(), deviceRoot: new Uint8Array(32) });
	const draft = draftIdentity(crypto);
	const identity = completeIdentity(crypto, draft, {
		siteLabel: "site",
		terminalLabel: "terminal",
		unitLabel: "unit",
		terminalKey: draft.publicKey,
		authorityKey: draft.publicKey,
	});
	hostPost(
		Float64Array.from([...answerFigures(crypto, identity), verifyCost(crypto, draft.publicKey)]).buffer,
	);
};

/** Costs of ANSWER_STAGES, then 1 when every answer's signature verifies. */
function answerFigures(crypto: Crypto, identity: Identity): readonly number[] {
	const spent = { unseal: 0, hash: 0, finish: 0 };
	const [plain, watched] = [crypto, watch(crypto, spent)].map((door) => new Reports(door, identity, 1));
	const flash = new MemoryFlash(new Uint8Array(hostFrame()).subarray(0, FLASH_BLOCKS * 4096));
	formatStore(flash);
	const opening = openStore(flash, { maxRecords: 64 });
	if (opening.kind !== "opened") throw new Error("the bench's store does not open");
	const journal = new Journal(crypto, opening.store);
	const standing = {
		sequence: journal.sequence,
		auditHead: journal.head,
		policyHash: new Uint8Array(32),
		clockSource: ClockSource.terminal,
		issuedAt: 1_790_000_000,
	};
	const answer = { generation: 1, attemptsLeft: 5 };
	const times = [hostCost()];
	const lap = () => times.push(hostCost());
	plain.prepareSignature();
	lap();
	const prepared = plain.answer(REQUEST, answer, standing);
	lap();
	const unprepared = plain.answer(REQUEST, answer, standing);
	lap();
	journal.append({ channel: "res", envelope: prepared }, []);
	lap();
	const [prepare, sign, signUnprepared, store] = times.slice(1).map((time, i) => time - times[i]);
	watched.prepareSignature();
	spent.unseal = 0;
	const from = hostCost();
	const again = watched.answer(REQUEST, answer, standing);
	const encode = hostCost() - from - spent.unseal - spent.hash - spent.finish;
	const areGood = [prepared, unprepared, again].every((envelope) => isGood(crypto, identity, envelope));
	return [
		prepare,
		sign,
		signUnprepared,
		store,
		encode,
		spent.unseal,
		spent.hash,
		spent.finish,
		areGood ? 1 : 0,
	];
}

function isGood(crypto: Crypto, { address, publicKey }: Identity, envelope: Uint8Array): boolean {
	const topic = topicOf(address, "res");
	return openMessage(crypto, () => publicKey, topic, ["result"], envelope).kind === "opened";
}

function verifyCost(crypto: Crypto, publicKey: Uint8Array): number {
	const from = hostCost();
	crypto.verify(publicKey, new Uint8Array(32), new Uint8Array(64).fill(1));
	return hostCost() - from;
}

/** The same door, adding up what its parts cost. */
function watch(door: Crypto, spent: { unseal: number; hash: number; finish: number }): Crypto {
	return {
		...door,
		openInto(...values) {
			const from = hostCost();
			const isAuthentic = door.openInto(...values);
			spent.unseal += hostCost() - from;
			return isAuthentic;
		},
		sha256Into(...values) {
			const from = hostCost();
			door.sha256Into(...values);
			spent.hash += hostCost() - from;
		},
		signInto(...values) {
			const from = hostCost();
			door.signInto(...values);
			spent.finish += hostCost() - from;
		},
	};
}

const FLASH_BLOCKS = 16;

/** As long as a real one in all that the answer repeats of it. */
const REQUEST: Request<"challenge"> = {
	kind: "opened",
	type: "challenge",
	kid: new Uint8Array(8),
	hash: new Uint8Array(32).fill(3),
	lifetimeMs: 30_000,
	untimely: undefined,
	body: {
		nonce: new Uint8Array(16).fill(5),
		issuedAt: 1_790_000_000,
		expiresAt: 1_790_000_030,
		subjectToken: new Uint8Array(32).fill(7),
		modality: Demand.palmVein,
		purpose: 1,
		action: Action.logIn,
	},
};
