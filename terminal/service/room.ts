/** What the parts of the service share: the counter, the session, the board; what is known of the line. */
import type { Demand, Modality } from "../../modules/messages/messages.generated.js";
import type { Exchange } from "../exchange.js";
import type { SigningKeyPair } from "../keys.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { TerminalClock } from "../session.js";
import type { Purpose, TerminalState, UnitState } from "../shared/terminal-state.js";
import { type Alerts, openAlerts } from "./alerts.js";
import { type Board, openBoard } from "./board.js";
import { type CounterDesk, openCounterDesk } from "./counter-desk.js";
import { openSessionKeeper, type SessionKeeper } from "./session-keeper.js";
import type { StaffRegister } from "./staff.js";

export interface TerminalServiceOptions {
	readonly crypto: TerminalCrypto;
	readonly keys: ServiceKeys;
	readonly exchange: Exchange;
	readonly clock: TerminalClock;
	readonly staff: StaffRegister;
	/** What a challenge asks for. */
	readonly demand: Demand;
	/** Traits that can be enrolled here. */
	readonly modalities: readonly Modality[];
	/** Why the terminal is used: the office's own list. */
	readonly purposes: readonly Purpose[];
	/** A session whose unit cannot be reached for this long is over here too; as in the unit's policy. */
	readonly linkLossSeconds: number;
	/** Of an enrolment, 3..5. */
	readonly sampleCount: number;
	readonly onState: (state: TerminalState) => void;
}

export interface ServiceKeys {
	readonly terminal: SigningKeyPair;
	/** 32 bytes. */
	readonly site: Uint8Array;
	/** Where the authority's orders are given at this terminal. */
	readonly authority?: SigningKeyPair;
}

export interface Room {
	readonly options: TerminalServiceOptions;
	readonly line: LineState;
	readonly alerts: Alerts;
	readonly board: Board;
	readonly sessions: SessionKeeper;
	readonly desk: CounterDesk;
	now(): number;
	/** Tells everybody who watches. */
	changed(): void;
	state(): TerminalState;
}

/** What has been heard of unit and broker; mutable. */
export interface LineState {
	broker: TerminalState["broker"];
	unit: UnitState;
	day: TerminalState["day"];
	/** Of the last birth. */
	bootCount: number | undefined;
}

/** What was decided before the unit lost power may arrive late; its session and its day are over. */
export function isOfThisBoot({ bootCount }: LineState, decided: { readonly bootCount: number }): boolean {
	return bootCount === undefined || decided.bootCount >= bootCount;
}

export function openRoom(options: TerminalServiceOptions): Room {
	const { crypto, keys, clock, staff, modalities, purposes } = options;
	const line: LineState = {
		broker: "connected",
		unit: { kind: "unheard" },
		day: "unknown",
		bootCount: undefined,
	};
	const now = () => clock.nowSeconds();
	const desk: CounterDesk = openCounterDesk(clock, () => changed());
	const [alerts, board] = [openAlerts(), openBoard(crypto, staff, now)];
	const sessions = openSessionKeeper(() => desk.dismiss());
	const state = (): TerminalState => ({
		...{ now: now(), broker: line.broker, unit: line.unit, day: line.day, purposes, modalities },
		authority: keys.authority === undefined ? "elsewhere" : "here",
		counter: desk.state(),
		session: sessions.state(),
		// A screen that its operator has gone from shows nobody, and is told of nobody.
		people: sessions.state().kind === "locked" ? [] : board.entries(now()),
		alerts: alerts.list(),
	});
	const changed = () => options.onState(state());
	return { options, line, alerts, board, sessions, desk, now, changed, state };
}
