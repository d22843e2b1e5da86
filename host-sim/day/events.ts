/**
 * Everything a day tells whoever watches it. Carries no 照合ID: operators appear under the aliases the day
 * gives them.
 */
import type { Sentence } from "../../terminal/sentences.js";

export type DayEvent =
	| { readonly event: "people"; readonly source: string; readonly persons: number }
	| { readonly event: "left-out"; readonly reason: string }
	| { readonly event: "broker"; readonly url: string; readonly origin: "built-in" | "named" }
	/** `sha256` of what runs, in hexadecimal, as the birth message must tell it. */
	| { readonly event: "unit"; readonly engine: string; readonly bundleBytes: number; readonly sha256: string }
	| { readonly event: "provisioned"; readonly ueid: string; readonly topics: string }
	| {
			readonly event: "birth";
			readonly bootCount: number;
			readonly softwareVersion: string;
			readonly sha256: string;
	  }
	| { readonly event: "offline"; readonly bootCount: number }
	| { readonly event: "step"; readonly step: number; readonly steps: number; readonly title: Sentence }
	| { readonly event: "stage"; readonly stage: Stage; readonly note: string }
	| { readonly event: "hint"; readonly hint: string; readonly detail: Sentence; readonly progress?: number }
	/** Different pictures that there are for an enrolment's samples. */
	| { readonly event: "enrol-pictures"; readonly pictures: number; readonly samples: number }
	/** The genuine hand was not taken and is presented for the `presentation`-th time. */
	| {
			readonly event: "again";
			readonly presentation: number;
			readonly presentations: number;
			readonly actual: string;
			readonly detail: Sentence;
	  }
	| {
			readonly event: "refused";
			readonly channel: string;
			readonly reason: string;
			readonly detail: Sentence;
	  }
	| ({ readonly event: "outcome"; readonly step: number; readonly stepMs: number } & Outcome)
	| { readonly event: "presentation"; readonly presentation: number; readonly title: Sentence }
	| ({
			readonly event: "answer";
			readonly presentation: number;
			readonly stepMs: number;
	  } & Omit<Outcome, "expected" | "met">)
	| { readonly event: "note"; readonly detail: Sentence }
	/** Where a browser finds the page; "starting": it may be looked at, acts come later. */
	| { readonly event: "page"; readonly url: string; readonly stage: "starting" | "ready" }
	| Summary;

/** The line, in its order. */
export const STAGES = ["camera", "unit", "broker", "terminal"] as const;
/** Where on the line something just happened. */
export type Stage = (typeof STAGES)[number];

export interface Outcome {
	readonly expected: string;
	readonly actual: string;
	readonly met: boolean;
	readonly detail: Sentence;
}

export interface Summary {
	readonly event: "summary";
	readonly engine: string;
	readonly expected: number;
	readonly met: number;
	readonly peakHeapBytes: number;
	readonly wallMs: number;
}

/** Hears a day; every event comes with the milliseconds since the day began. */
export interface Reporter {
	report(event: DayEvent, atMs: number): void;
}
