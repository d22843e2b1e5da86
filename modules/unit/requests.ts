import type { Crypto } from "../../hal/hal.js";
import { equalConstantTime } from "../bytes/bytes.js";
import { wipeFreed } from "../bytes/freed-memory.js";
import { type Opened, type OpenRefusal, openMessage } from "../messages/envelope.js";
import { ClockSource, type ImagePiece } from "../messages/messages.generated.js";
import { AUTHORITY_TYPES } from "../messages/messages.js";
import { topicOf } from "../messages/topics.js";
import { Limit } from "../policy/limits.js";
import type { Store } from "../store/store.js";
import type { RefusalName } from "./effects.js";
import { Freshness } from "./freshness.js";
import type { Identity } from "./identity.js";
import type { SignedClock } from "./signed-clock.js";

/** What the terminal signs; AUTHORITY_TYPES are the authority's, and neither signs the other's. */
const TERMINAL_TYPES = [
	"challenge",
	"session-close",
	"receipt",
	"audit-request",
	"register-request",
	"image-piece",
] as const;
const TYPES = [...TERMINAL_TYPES, ...AUTHORITY_TYPES];

export type RequestType = Exclude<(typeof TYPES)[number], "receipt" | "image-piece">;
export type Receipt = Opened<"receipt">["body"];

/** An authentic request that has not been seen before. */
export type Request<T extends RequestType = RequestType> = Opened<T> & {
	/** SHA-256 of the whole envelope; the answer carries it. */
	readonly hash: Uint8Array;
	/** What is left of the time that its signer allows. */
	readonly lifetimeMs: number;
	/** Why its times alone forbid to serve it. */
	readonly untimely: RefusalName | undefined;
};

export type Reception =
	| { readonly kind: "request"; readonly request: Request }
	/** Has no nonce: to be told twice changes nothing. */
	| { readonly kind: "receipt"; readonly receipt: Receipt }
	/** Neither has a piece. */
	| { readonly kind: "piece"; readonly piece: ImagePiece }
	| { readonly kind: "refused"; readonly reason: ReceptionRefusal };

export type ReceptionRefusal = OpenRefusal["reason"] | "wrong-signer" | "replayed";

/** Refusals that no honest sender and no honest wire brings about. */
export function isForged(reason: ReceptionRefusal): boolean {
	return reason === "unknown-key" || reason === "bad-signature" || reason === "wrong-signer";
}

/**
 * What arrives on the unit's command topic: opened, checked against its signer, against replay and against
 * the signed time.
 */
export class Requests {
	readonly #crypto: Crypto;
	readonly #clock: SignedClock;
	readonly #freshness: Freshness;
	readonly #topic: string;
	/** Of this boot: what an order of the authority has to quote. */
	readonly bootNonce = new Uint8Array(16);
	/** Whom to believe; another terminal key may come. */
	identity: Identity;

	constructor(
		{ crypto, store }: { readonly crypto: Crypto; readonly store: Store },
		identity: Identity,
		clock: SignedClock,
	) {
		crypto.entropyInto(this.bootNonce);
		this.#crypto = crypto;
		this.#clock = clock;
		this.#freshness = new Freshness(store);
		this.#topic = topicOf(identity.address, "cmd");
		this.identity = identity;
	}

	receive(payload: Uint8Array, nowMs: number): Reception {
		const { terminalKey, authorityKey } = this.identity;
		const publicKeyOf = (kid: Uint8Array) =>
			[terminalKey, authorityKey].find((anchor) => equalConstantTime(anchor.kid, kid))?.publicKey;
		const opened = openMessage(this.#crypto, publicKeyOf, this.#topic, TYPES, payload);
		if (opened.kind === "refused") return opened;
		const byTerminal = TERMINAL_TYPES.some((type) => type === opened.type);
		const signer = byTerminal ? terminalKey : authorityKey;
		if (!equalConstantTime(signer.kid, opened.kid)) return { kind: "refused", reason: "wrong-signer" };
		if (opened.type === "receipt") return { kind: "receipt", receipt: opened.body };
		if (opened.type === "image-piece") return { kind: "piece", piece: opened.body };
		const { nonce, issuedAt } = opened.body;
		const who = byTerminal ? "terminal" : "authority";
		if (!this.#freshness.isFresh(who, nonce, issuedAt)) {
			this.forget(opened);
			return { kind: "refused", reason: "replayed" };
		}
		// A time-set is believed whatever it says; any other time from the future spoils nothing later.
		const isFuture = opened.type !== "time-set" && this.#clock.isFuture(issuedAt, nowMs);
		const isForThisBoot = this.#isForThisBoot(opened);
		if (!isFuture) {
			this.#freshness.note(who, nonce, issuedAt);
			if (isForThisBoot && opened.type !== "time-set") this.#clock.learn(issuedAt, ClockSource[who], nowMs);
		}
		const untimely = isFuture ? "future" : isForThisBoot ? undefined : "otherBoot";
		return { kind: "request", request: this.#complete(opened, payload, untimely, nowMs) };
	}

	/**
	 * Without a clock of its own a unit that has just booted takes any time for now. So what the authority
	 * orders names the boot that it was signed for: held back until after a reboot, it is worth nothing.
	 */
	#isForThisBoot({ body }: Opened<RequestType>): boolean {
		return !("bootNonce" in body) || equalConstantTime(body.bootNonce, this.bootNonce);
	}

	/** The time was set: requests of the terminal that look old may be new. */
	allowFrom(issuedAt: number): void {
		this.#freshness.lower("terminal", issuedAt - 1);
	}

	/**
	 * Wipes whom a request is about, once nobody needs to know any more; not that of `served`. As this is the
	 * last thing done with a request, after its answer has left, what it has left in freed memory goes as well.
	 */
	forget(request: Pick<Opened<RequestType>, "body"> | undefined, served?: Request): void {
		if (request === undefined || request === served) return;
		const { body } = request;
		if ("subjectToken" in body) body.subjectToken.fill(0);
		if ("witnessToken" in body) body.witnessToken?.fill(0);
		wipeFreed();
	}

	#complete(
		opened: Opened<RequestType>,
		payload: Uint8Array,
		known: "future" | "otherBoot" | undefined,
		nowMs: number,
	): Request {
		const { issuedAt, expiresAt } = opened.body;
		const hash = new Uint8Array(32);
		this.#crypto.sha256Into(hash, payload);
		// Whoever sets the clock is not held to what it says.
		const now = opened.type === "time-set" ? undefined : this.#clock.nowSeconds(nowMs);
		const lifetimeMs = (expiresAt - (now ?? issuedAt)) * 1000;
		const allowed = (expiresAt - issuedAt) * 1000;
		const isOver = lifetimeMs <= 0 || allowed <= 0 || allowed > Limit.requestLifetimeMaxMs;
		const untimely = known ?? (isOver ? "expired" : undefined);
		return { ...opened, hash, lifetimeMs, untimely };
	}
}
