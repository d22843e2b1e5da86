/** What the service makes of all that arrives: for `openSession`, `openBrokerSession` and the audit. */
import { toHex } from "../../modules/bytes/bytes.js";
import { Action, Decision, EndReason } from "../../modules/messages/messages.generated.js";
import type { AuditOptions } from "../audit-keeper.js";
import type { BrokerSessionOptions } from "../mqtt.js";
import { CHAIN_REFUSED, REPORT_REFUSED } from "../own-refusals.js";
import type { LogEntry, SessionOptions, UnitPresence } from "../session.js";
import {
	disbelievedTrouble,
	evidenceTrouble,
	incidentTrouble,
	LEDGER_FAILED,
	SESSION_ENDED,
	UNIT_RESTARTED,
} from "./alerts.js";
import { INTERRUPTED } from "./outcome.js";
import { isOfThisBoot, type Room } from "./room.js";

export interface Hears {
	readonly session: Required<Pick<SessionOptions, "onHint" | "onPresence" | "onLog" | "onRefused">>;
	readonly audit: Required<Pick<AuditOptions, "onKept" | "onRefused" | "onFailed">>;
	readonly broker: Required<Pick<BrokerSessionOptions, "onDisconnected" | "onReconnected">>;
}

export function hearsOf(room: Room): Hears {
	const { alerts, desk, changed, now } = room;
	const lost = openLinkWatch(room);
	return {
		session: {
			onHint: (hint) => desk.hear(hint),
			onPresence(presence) {
				hearPresence(room, presence);
				lost.watch();
				changed();
			},
			onLog(entry) {
				hearLog(room, entry);
				changed();
			},
			onRefused({ reason }) {
				alerts.raise(disbelievedTrouble(reason, REPORT_REFUSED[reason]), now());
				changed();
			},
		},
		audit: {
			onKept({ message }) {
				if (message.type !== "result") return;
				hearResult(room, message.body);
				changed();
			},
			onRefused(_entry, reason) {
				alerts.raise(evidenceTrouble(reason, CHAIN_REFUSED[reason]), now());
				changed();
			},
			onFailed() {
				alerts.raise(LEDGER_FAILED, now());
				changed();
			},
		},
		broker: {
			onDisconnected() {
				room.line.broker = "lost";
				// Whether it is still there it says by itself, once there is a way.
				room.line.unit = { kind: "unheard" };
				lost.watch();
				changed();
			},
			onReconnected() {
				room.line.broker = "connected";
				lost.watch();
				changed();
			},
		},
	};
}

/** A unit that cannot be reached ends the session by itself and cannot tell: so does this side. */
function openLinkWatch({ options, line, sessions, now, changed }: Room): { watch(): void } {
	let timer: { close(): void } | undefined;
	return {
		watch() {
			const isLost = line.broker === "lost" || line.unit.kind !== "online";
			if (!isLost) {
				timer?.close();
				timer = undefined;
			}
			if (!isLost || timer !== undefined) return;
			timer = options.clock.setTimer(options.linkLossSeconds * 1000, () => {
				sessions.lock(SESSION_ENDED[EndReason.link], "link", now());
				changed();
			});
		},
	};
}

function hearPresence({ line, sessions, desk, alerts, now }: Room, { type, body }: UnitPresence): void {
	if (type === "offline") {
		line.unit = { kind: "offline" };
		return;
	}
	const { bootCount, softwareVersion } = body;
	line.unit = { kind: "online", bootCount, softwareVersion };
	if (line.bootCount !== undefined && bootCount > line.bootCount) {
		line.day = "closed";
		sessions.lock(UNIT_RESTARTED.what, UNIT_RESTARTED.code, now());
		desk.interrupt(INTERRUPTED);
		alerts.raise(UNIT_RESTARTED, now());
	}
	line.bootCount = bootCount;
}

type ResultBody = Extract<Parameters<Hears["audit"]["onKept"]>[0]["message"], { type: "result" }>["body"];

/** What the unit has decided counts, whoever asked for it: another program may share this terminal's key. */
function hearResult({ line, sessions, now }: Room, body: ResultBody): void {
	const { decision, action, nonce } = body;
	if (decision !== Decision.accepted || !isOfThisBoot(line, body)) return;
	if (action === Action.openDay) line.day = "open";
	if (action === Action.closeDay) line.day = "closed";
	if (action === Action.logIn) sessions.begin({ nonce: toHex(nonce), since: now() });
}

function hearLog({ sessions, alerts, now }: Room, { type, body }: LogEntry): void {
	if (type === "session-end") sessions.end(toHex(body.sessionNonce), body.endReason, now());
	if (type === "incident") alerts.raise(incidentTrouble(body.incidentKind), now());
}
