/** A live unit and a terminal on a broker that dies and comes back: what comes of it, entry by entry. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type LiveUnit, startLiveUnit } from "../../host-sim/brokers/live-unit.js";
import { wallClock } from "../../host-sim/brokers/wall-clock.js";
import { present } from "../../host-sim/day/presenter.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { type KillableBroker, startKillable } from "../../host-sim/queue/killable-broker.js";
import {
	Action,
	Demand,
	EndReason,
	Modality,
	type RefusalReason,
	Role,
} from "../../modules/messages/messages.generated.js";
import { DEFAULT_POLICY, type PolicyNumbers } from "../../modules/policy/default-policy.js";
import { newAuditMirror } from "../../terminal/audit-mirror.js";
import { makeEnrolBegin, makeOrder } from "../../terminal/authority.js";
import { type Exchange, openExchange, type SignedRequest } from "../../terminal/exchange.js";
import { openBrokerSession, type TlsFiles } from "../../terminal/mqtt.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import type { Answer } from "../../terminal/session.js";
import { makeChallenge, makeSessionClose } from "../../terminal/terminal.js";
import { until } from "./broker-office.js";

const crypto = createNativeCrypto();
const RECONNECT = { reconnectMs: 20, reconnectMaxMs: 80 };
const [SUPERVISOR] = drawSyntheticPeople(1, "palm").persons;

export interface OfficeOptions {
	/** How many times faster than the wall's the unit's clock runs. */
	readonly speed?: number;
	/** Over mqtts: what each shows of itself. */
	readonly tls?: { readonly unit: TlsFiles; readonly terminal: TlsFiles };
}

export type LiveOffice = Awaited<ReturnType<typeof openLiveOffice>>;

/** `heard` notes what came of the unit, in words. */
export async function openLiveOffice(
	broker: Pick<KillableBroker, "url">,
	{ speed = 1, tls }: OfficeOptions = {},
) {
	const unit = await startLiveUnit({
		brokerUrl: broker.url,
		speed,
		...RECONNECT,
		...(tls === undefined ? {} : { tls: tls.unit }),
	});
	const exchange = openExchange(unit.known);
	const heard: string[] = [];
	const written: number[] = [];
	const opened = await openBrokerSession({
		crypto,
		exchange,
		clock: wallClock,
		brokerUrl: broker.url,
		connectTimeoutMs: 5000,
		...RECONNECT,
		...(tls === undefined ? {} : { tls: tls.terminal }),
		onPresence: ({ type }) => heard.push(type),
		onHint: () => heard.push("hint"),
		onLog: (entry) => heard.push(entry.type === "session-end" ? `ended ${entry.body.endReason}` : entry.type),
		onDisconnected: () => heard.push("disconnected"),
		audit: {
			mirror: newAuditMirror(),
			ledger: { append() {} },
			onKept: ({ message }) => written.push(message.body.sequence),
			terminalKey: unit.terminalKey,
			schedule: (write) => setImmediate(write),
		},
	});
	if (opened.kind === "unreachable") throw new Error(opened.reason);
	const { session } = opened;
	await until("the unit is there", () => heard.includes("birth"));
	return {
		unit,
		heard,
		written,
		request: (request: SignedRequest) => session.request(request),
		...requestsOf(unit, exchange),
		/** The supervisor stands there from now on, palm on the unit. */
		comeForward: () => present(unit.front, SUPERVISOR, { purpose: "probe", number: 1, condition: "good" }),
		async close() {
			await session.close();
			return unit.close();
		},
	};
}

/** The supervisor's. */
export const TOKEN = new Uint8Array(32).fill(1);

/** What this office may ask. */
function requestsOf({ terminalKey, authorityKey }: LiveUnit, exchange: Exchange) {
	const now = () => wallClock.nowSeconds();
	return {
		/** While nobody is enrolled it is refused at once: the day is closed. */
		challenge: (action: Action = Action.logIn) =>
			makeChallenge(crypto, exchange, terminalKey, {
				subjectToken: TOKEN,
				modality: Demand.palmVein,
				action,
				purpose: 1,
				nowSeconds: now(),
				lifetimeSeconds: 60,
			}),
		enrolment: (lifetimeSeconds: number) =>
			makeEnrolBegin(crypto, exchange, authorityKey, {
				subjectToken: TOKEN,
				modality: Modality.palmVein,
				role: Role.supervisor,
				pledge: Uint8Array.of(1),
				sampleCount: 3,
				nowSeconds: now(),
				lifetimeSeconds,
			}),
		policy: (change: Partial<PolicyNumbers>) => {
			const numbers = { ...DEFAULT_POLICY, policyVersion: 1, ...change };
			return makeOrder(crypto, exchange, authorityKey, { type: "policy-set", ...numbers }, now());
		},
		logOff: (challengeNonce: string) =>
			makeSessionClose(crypto, exchange, terminalKey, {
				challengeNonce,
				endReason: EndReason.logoff,
				nowSeconds: now(),
			}),
	};
}

export function pause(ms: number): Promise<undefined> {
	return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}

/** The reason of a refusal, the type of what was accepted, or why there is no answer. */
export function reasonOf(answer: Answer): RefusalReason | string {
	if (answer.kind !== "verified") return answer.kind;
	const { type, body } = answer.report;
	return ("reason" in body ? body.reason : undefined) ?? type;
}

/**
 * Runs `meet` on an office whose broker it may kill. In the end the terminal has kept what the unit has
 * made, and that is as much as `meet` says at least.
 */
export function inOffice(
	what: string,
	meet: (office: LiveOffice, broker: KillableBroker) => Promise<number>,
	options: OfficeOptions = {},
): void {
	test(what, async () => {
		const folder = mkdtempSync(join(tmpdir(), "shogo-states-"));
		const broker = await startKillable(folder);
		const office = await openLiveOffice(broker, options);
		const entries = await meet(office, broker);
		await until("every entry is kept", () => office.written.length >= entries);
		// The last receipt is on its way.
		await pause(150);
		const { sequence, waiting } = await office.close();
		await broker.close();
		rmSync(folder, { recursive: true });
		assert.equal([sequence, waiting], [office.written.length, 0]);
		assert.equal(office.written, [...office.written.keys()], "each entry once, in order");
	});
}
