import type {
	Action,
	EndReason,
	HintReason,
	IncidentKind,
	RefusalReason,
} from "../messages/messages.generated.js";

export type ActionName = keyof typeof Action;
export type EndReasonName = keyof typeof EndReason;
export type HintName = keyof typeof HintReason;
export type IncidentName = keyof typeof IncidentKind;
export type RefusalName = keyof typeof RefusalReason;

/** What a transition asks of the world: plain data, performed by unit.ts in the order given. */
export type Effect =
	/** Make the request that came last the one in hand; camera on, then light; start its deadline. */
	| { readonly kind: "begin-capture"; readonly lifetimeMs: number }
	/** The next trait of the same person, or the next person: camera on, then light. */
	| { readonly kind: "capture-next" }
	/** Light and camera off, deadline cancelled, probe and samples wiped. */
	| { readonly kind: "end-capture" }
	/** Count, durably, the attempt of whoever is about to be compared. */
	| { readonly kind: "count-attempt" }
	/** Compare the probe with the reference of the request in hand; answers with `compared`. */
	| { readonly kind: "compare" }
	/** Light and camera off, probe wiped; answers with `settled` after the delay. */
	| { readonly kind: "settle"; readonly delayMs: number }
	/** The person just compared has failed no more: forget the attempts, durably. */
	| { readonly kind: "forgive" }
	/** Add the probe to the enrolment's samples; answers with `sampled`. */
	| { readonly kind: "add-sample" }
	/** Make a protected reference of the samples, to be stored with the report; answers with `committed`. */
	| { readonly kind: "commit" }
	/** Store, sign and publish the answer to the request in hand: accepted, or refused with a reason. */
	| { readonly kind: "report"; readonly refusal: RefusalName | undefined }
	/** Carry out the order that came last, and answer it. */
	| { readonly kind: "obey" }
	/** Refuse the request that came last; the one in hand, if any, goes on. */
	| { readonly kind: "refuse-new"; readonly reason: RefusalName }
	/** Guide the person in front of the unit. */
	| { readonly kind: "hint"; readonly reason: HintName; readonly progress: number | undefined }
	/** Stop for good: deadline cancelled, probe and samples wiped, light off, camera closed, farewell said. */
	| { readonly kind: "halt"; readonly reason: string };
