/** Orders that need nobody before the unit: ending a session, revoking, forgiving failures. */
import { Demand, type EndReason, RevocationReason } from "../../modules/messages/messages.generated.js";
import { makeOrder, type Order } from "../authority.js";
import { Names } from "../names.js";
import type { Sentence } from "../sentences.js";
import { makeAuditRequest, makeSessionClose } from "../terminal.js";
import { LOG_OFF_UNCONFIRMED } from "./alerts.js";
import type { Outcome } from "./outcome.js";
import type { Room } from "./room.js";
import * as say from "./service-sentences.js";
import type { StaffMember } from "./staff.js";

/** An order's outcome, or why the unit was not asked. */
export type Ordered = Outcome | { readonly kind: "not-ordered"; readonly reason: Sentence };

/** The operator leaves, or locks: at once here, then there. @returns why not, or what came of it. */
export async function endSession(room: Room, endReason: EndReason): Promise<Ordered> {
	const { options, sessions, desk, alerts } = room;
	const running = sessions.running();
	if (running === undefined) return { kind: "not-ordered", reason: say.NO_SESSION };
	sessions.end(running.nonce, endReason, room.now());
	room.changed();
	const outcome = await desk.order((nowSeconds) =>
		makeSessionClose(options.crypto, options.exchange, options.keys.terminal, {
			...{ challengeNonce: running.nonce, endReason, nowSeconds },
		}),
	);
	if (outcome.kind === "refused") alerts.raise(LOG_OFF_UNCONFIRMED, room.now());
	room.changed();
	return outcome;
}

/**
 * By the board's key, as the 照合ID may be what was lost; while a supervisor is logged in, whose palm the unit
 * has verified and whose absence it sees. Whoever has left is taken out of the register of staff.
 * @returns why it was not ordered, or what came of it.
 */
export async function revoke(room: Room, key: string, revocationReason: RevocationReason): Promise<Ordered> {
	return order(
		room,
		key,
		({ subjectToken }) => ({ type: "revoke", subjectToken, modality: Demand.both, revocationReason }),
		({ subjectToken }) => {
			if (LEAVING.includes(revocationReason))
				room.options.staff.remove(subjectToken, REASONS.nameOf(revocationReason));
		},
	);
}

/** Forgives a person's failures. @returns as `revoke` does. */
export async function forgive(room: Room, key: string): Promise<Ordered> {
	return order(
		room,
		key,
		({ subjectToken }) => ({ type: "lockout-reset", subjectToken }),
		({ subjectToken }) => room.board.forgive(subjectToken),
	);
}

/** The operator works: for the unit any signed request of the terminal is a sign of it. */
export function active({ options, sessions, desk }: Room): void {
	if (sessions.running() === undefined || desk.state().kind === "placing") return;
	const { crypto, exchange, keys } = options;
	desk.query((nowSeconds) =>
		makeAuditRequest(crypto, exchange, keys.terminal, { first: 0, count: 1, nowSeconds }),
	);
}

async function order(
	room: Room,
	key: string,
	orderOf: (member: StaffMember) => Order,
	then: (member: StaffMember) => void,
): Promise<Ordered> {
	const { crypto, exchange, keys } = room.options;
	const { authority } = keys;
	if (authority === undefined) return { kind: "not-ordered", reason: say.NO_AUTHORITY };
	if (room.sessions.running()?.role !== "supervisor")
		return { kind: "not-ordered", reason: say.NO_SUPERVISOR };
	const member = room.board.member(key);
	if (member === undefined) return { kind: "not-ordered", reason: say.NO_SUCH_PERSON };
	const outcome = await room.desk.order((nowSeconds) =>
		makeOrder(crypto, exchange, authority, orderOf(member), nowSeconds),
	);
	if (outcome.kind === "accepted") then(member);
	room.changed();
	return outcome;
}

const REASONS = new Names(RevocationReason);
const LEAVING: readonly RevocationReason[] = [RevocationReason.transfer, RevocationReason.retirement];
