/** Orders that need nobody before the unit: ending a session, revoking, forgiving failures. */
import { Demand, type EndReason, RevocationReason } from "../../modules/messages/messages.generated.js";
import { makeOrder, type Order } from "../authority.js";
import { Names } from "../names.js";
import { makeAuditRequest, makeSessionClose } from "../terminal.js";
import { LOG_OFF_UNCONFIRMED } from "./alerts.js";
import type { Outcome } from "./outcome.js";
import type { Room } from "./room.js";
import type { StaffMember } from "./staff.js";

/** The operator leaves, or locks: at once here, then there. @returns undefined if nothing runs. */
export async function endSession(room: Room, endReason: EndReason): Promise<Outcome | undefined> {
	const { options, sessions, desk, alerts } = room;
	const running = sessions.running();
	if (running === undefined) return undefined;
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
 * By the board's key, as the 照合ID may be what was lost. Whoever has left is taken out of the register of
 * staff.
 * @returns undefined when there is no such person, or no authority here.
 */
export async function revoke(
	room: Room,
	key: string,
	revocationReason: RevocationReason,
): Promise<Outcome | undefined> {
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
export async function forgive(room: Room, key: string): Promise<Outcome | undefined> {
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
): Promise<Outcome | undefined> {
	const { crypto, exchange, keys } = room.options;
	const member = room.board.member(key);
	const { authority } = keys;
	if (member === undefined || authority === undefined) return undefined;
	const outcome = await room.desk.order((nowSeconds) =>
		makeOrder(crypto, exchange, authority, orderOf(member), nowSeconds),
	);
	if (outcome.kind === "accepted") then(member);
	room.changed();
	return outcome;
}

const REASONS = new Names(RevocationReason);
const LEAVING: readonly RevocationReason[] = [RevocationReason.transfer, RevocationReason.retirement];
