import { Action, EndReason } from "../messages/messages.generated.js";
import type { EndReasonName } from "./effects.js";
import type { Request } from "./requests.js";
import type { DutyEvent } from "./session-states.js";

/** What an accepted challenge changes about day and session. */
export function dutyEventOf({ body }: Request<"challenge">, operator: Uint8Array): DutyEvent | undefined {
	switch (body.action) {
		case Action.logIn:
			return { kind: "logged-in", nonce: body.nonce, operator };
		case Action.openDay:
			return { kind: "day-opened" };
		case Action.closeDay:
			return { kind: "day-closed" };
		default:
			return undefined;
	}
}

/** As the tables of session-states.ts name them. */
export const END_REASON_NAMES: Readonly<Record<EndReason, EndReasonName>> = {
	[EndReason.logoff]: "logoff",
	[EndReason.idle]: "idle",
	[EndReason.absent]: "absent",
	[EndReason.handOver]: "handOver",
	[EndReason.link]: "link",
	[EndReason.lock]: "lock",
	[EndReason.day]: "day",
	[EndReason.revoked]: "revoked",
};
