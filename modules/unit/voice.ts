import type { Doors } from "../../hal/hal.js";
import { wipeFreed } from "../bytes/freed-memory.js";
import type { ImageWanted, Modality } from "../messages/messages.generated.js";
import { topicOf } from "../messages/topics.js";
import { Limit } from "../policy/limits.js";
import type { Change, Store } from "../store/store.js";
import type { EndReasonName, HintName, IncidentName } from "./effects.js";
import type { Identity } from "./identity.js";
import { type Entry, Journal } from "./journal.js";
import { loadPolicy, type PolicyInForce } from "./policy-in-force.js";
import {
	type Answer,
	type AnsweredType,
	incidentIn,
	type Page,
	Reports,
	type Standing,
	type UnitConfig,
} from "./reports.js";
import type { Receipt, Request } from "./requests.js";
import type { SignedClock } from "./signed-clock.js";
import { Uplink, type UplinkOptions } from "./uplink.js";

export interface VoiceOptions extends Pick<UplinkOptions, "onRequest" | "onLink" | "onError"> {
	readonly store: Store;
	readonly identity: Identity;
	readonly bootCount: number;
	/** Announced at every birth; orders have to quote it. */
	readonly bootNonce: Uint8Array;
	readonly config: UnitConfig;
	readonly time: SignedClock;
	/** The broker is reached; the birth message comes next. */
	readonly onOnline: () => void;
}

/**
 * What the unit says, in the order of effects: stored with everything it reports, then published, then again
 * until the receipt.
 *
 *   say --> sign over (sequence, head) --> one commit: outbox, head, and what has happened --> publish
 *                                                             ^ receipt: the slot is free     ^ again
 */
export class Voice {
	readonly #doors: Pick<Doors, "clock" | "trace">;
	readonly #options: VoiceOptions;
	readonly #journal: Journal;
	readonly #reports: Reports;
	readonly #uplink: Uplink;
	/** Kinds of incidents without a receipt: the same again would say nothing new. */
	readonly #told = new Map<IncidentName, number>();
	/** Numbers that hold now; the hash of them is in every entry. */
	inForce: PolicyInForce;

	constructor(doors: Doors, options: VoiceOptions) {
		const { crypto } = doors;
		const { store, identity, bootCount } = options;
		this.#doors = doors;
		this.#options = options;
		this.#journal = new Journal(crypto, store);
		this.#reports = new Reports(crypto, identity, bootCount);
		for (const sequence of this.#journal.waiting) this.#recall(sequence);
		this.inForce = loadPolicy(crypto, store);
		this.keyVersion = identity.keyVersion;
		this.#uplink = new Uplink(doors, {
			...options,
			topic: topicOf(identity.address, "cmd"),
			will: this.#reports.offline(),
			announce: () => {
				options.onOnline();
				const { config, bootNonce } = options;
				const birth = this.#reports.birth({ ...config, bootNonce }, this.#standing(), this.#versions());
				wipeFreed();
				return birth;
			},
			hasBacklog: () => this.#journal.waiting.length > 0,
			forBacklog: (count, publish) => this.#forBacklog(count, publish),
		});
	}

	/** Of the terminal key in force. */
	keyVersion: number;

	/** Something will have to be said soon, and there is time until then. */
	prepare(): void {
		this.#reports.prepareSignature();
	}

	/** See `Journal.reservedBytes`. */
	reservedBytes(): number {
		return this.#journal.reservedBytes();
	}

	/** What the outbox has room for: serving, saying why not, or not even that. */
	room(): "serve" | "refuse" | "nothing" {
		const free = Limit.outboxSlots - Limit.outboxReserved - this.#journal.waiting.length;
		if (free >= Limit.outboxMargin) return "serve";
		return free >= Limit.outboxMargin - Limit.outboxRefusals ? "refuse" : "nothing";
	}

	/** Answers a request; `also` happens with it, or not at all. */
	answer(request: Request<AnsweredType>, answer: Answer, also: readonly Change[] = []): void {
		this.#say("res", (standing) => this.#reports.answer(request, answer, standing), also);
	}

	sessionEnd(nonce: Uint8Array, reason: EndReasonName, also: readonly Change[]): void {
		this.#say("log", (standing) => this.#reports.sessionEnd(nonce, reason, standing), also);
		wipeFreed();
	}

	/** An incident that a request has brought about. */
	incidentBy(request: Request, kind: IncidentName, also: readonly Change[] = []): void {
		this.#say("log", (standing) => this.#reports.incident(kind, request.hash, standing), also);
	}

	/** An incident of its own accord; not told again before the terminal has it. */
	incident(kind: IncidentName): void {
		const { waiting } = this.#journal;
		if (waiting.includes(this.#told.get(kind) ?? -1)) return;
		// The slots are reckoned so that this does not happen; if it did, telling less is better than dying.
		if (waiting.length >= Limit.outboxSlots) return this.#doors.trace(`incident not kept: ${kind}`);
		this.#told.set(kind, this.#journal.sequence);
		this.#say("log", (standing) => this.#reports.incident(kind, undefined, standing), []);
		wipeFreed();
	}

	/** The head alone, at the day's beginning and end. */
	chainHead(): void {
		this.#say("log", (standing) => this.#reports.chainHead(standing), []);
	}

	/** Answers with what the unit remembers; stored nowhere. */
	page(request: Request<"audit-request" | "register-request">, page: Page): void {
		this.#uplink.send(this.#reports.page(request, page));
	}

	auditRange(first: number, count: number): Page {
		const { sequence, head } = this.#journal;
		return { ...this.#journal.digestsFrom(first, count), sequence, auditHead: head };
	}

	/** @returns what came of it, for the trace */
	receipt({ sequence, entryHash }: Receipt): "freed" | "not-waiting" | "wrong-hash" {
		const outcome = this.#journal.acknowledge(sequence, entryHash);
		if (outcome === "freed") this.#uplink.receipted();
		return outcome;
	}

	/** Frees slots whose entries have rotted. @returns how many */
	dropDamaged(): number {
		return this.#journal.dropDamaged();
	}

	hint(reason: HintName, progress: number | undefined, modality: Modality): void {
		this.#uplink.send(this.#reports.hint(reason, progress, modality));
	}

	/** Asks for a piece of a new firmware. */
	want(piece: ImageWanted): void {
		this.#uplink.send(this.#reports.imageWanted(piece));
	}

	close(): void {
		this.#uplink.close();
	}

	#say(channel: Entry["channel"], sign: (standing: Standing) => Uint8Array, also: readonly Change[]): void {
		this.#enter({ channel, envelope: sign(this.#standing()) }, also);
		const isFull = this.#journal.waiting.length >= Limit.outboxSlots - Limit.outboxReserved;
		if (isFull || this.#journal.sequence % Limit.chainHeadEvery !== 0) return;
		this.#enter({ channel: "log", envelope: this.#reports.chainHead(this.#standing()) }, []);
	}

	#enter(entry: Entry, also: readonly Change[]): void {
		this.#journal.append(entry, also);
		this.#uplink.sendEntry(this.#reports.message(entry.channel, entry.envelope));
	}

	/** What an earlier boot has told and nobody has acknowledged. */
	#recall(sequence: number): void {
		const entry = this.#journal.read(sequence);
		const kind = entry === undefined ? undefined : incidentIn(entry.envelope);
		if (kind !== undefined) this.#told.set(kind, sequence);
	}

	#forBacklog(count: number, publish: Parameters<UplinkOptions["forBacklog"]>[1]): void {
		for (const sequence of this.#journal.waiting.slice(0, count)) {
			const entry = this.#journal.read(sequence);
			if (entry !== undefined) publish(this.#reports.message(entry.channel, entry.envelope));
		}
	}

	#standing(): Standing {
		const { sequence, head } = this.#journal;
		const time = this.#options.time.claim(this.#doors.clock.nowMs());
		return { ...time, sequence, auditHead: head, policyHash: this.inForce.hash };
	}

	#versions(): { readonly policyVersion: number; readonly keyVersion: number } {
		return { policyVersion: this.inForce.policy.policyVersion, keyVersion: this.keyVersion };
	}
}
