import type { HintReason, RefusalReason } from "../messages/messages.generated.js";

export type HintName = keyof typeof HintReason;
export type RefusalName = keyof typeof RefusalReason;

/** What a transition asks of the world: plain data, performed by unit.ts in the order given. */
export type Effect =
	/** Make the request that came last the one in hand; camera on, then light; start its deadline. */
	| { readonly kind: "begin-capture"; readonly lifetimeMs: number }
	/** Light and camera off, deadline cancelled, probe and samples wiped. */
	| { readonly kind: "end-capture" }
	/** Compare the probe with the reference of the request in hand; answers with `compared`. */
	| { readonly kind: "compare" }
	/** Add the probe to the enrolment's samples; answers with `sampled`. */
	| { readonly kind: "add-sample" }
	/** Make a protected reference of the samples and store it; answers with `committed`. */
	| { readonly kind: "commit" }
	/** Sign and publish the answer to the request in hand: accepted, or refused with a reason. */
	| { readonly kind: "report"; readonly refusal: RefusalName | undefined }
	/** Refuse the request that came last; the one in hand, if any, goes on. */
	| { readonly kind: "refuse-new"; readonly reason: RefusalName }
	/** Guide the person in front of the unit. */
	| { readonly kind: "hint"; readonly reason: HintName; readonly progress: number | undefined }
	/** Stop for good: deadline cancelled, probe and samples wiped, light off, camera closed, farewell said. */
	| { readonly kind: "halt"; readonly reason: string };
