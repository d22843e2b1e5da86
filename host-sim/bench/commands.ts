import type { CaptureRefusal } from "../../modules/modality/modality.js";

/**
 * First 16-bit word of an event for the bench's bundle; then the trait's place, width and height. `worst` is
 * `verify` with a search that never gives up early: no person's frame can cost more. `trace` answers what a
 * frame becomes, see device.ts; `record` with the record that `commit` made. The twin in C (twin/twin.c)
 * answers the same, but takes the record behind those four words instead.
 */
export const COMMAND = {
	sample: 0,
	commit: 1,
	verify: 2,
	stages: 3,
	boot: 4,
	worst: 5,
	trace: 6,
	record: 7,
} as const;

/** By their place, from 1 on, refusals are told in numbers; `Refusal` of twin/twin.h has the same order. */
export const REFUSALS: readonly CaptureRefusal[] = [
	"too-dark",
	"too-bright",
	"low-contrast",
	"blurred",
	"moving",
	"no-hand",
	"too-close",
	"too-far",
	"not-flat",
];

/**
 * What answering costs: preparing the signature while the hand is being placed, then from decision to signed,
 * encoded result with and without that, writing it to the store; and the parts of the second.
 */
export const ANSWER_STAGES = [
	"prepare",
	"sign",
	"signUnprepared",
	"store",
	"encode",
	"unseal",
	"hash",
	"finish",
] as const;

/** What COMMAND.stages reports, in order, before the count of candidates and the decision. */
export const STAGES = ["region", "quality", "features", "open", "search", "decode", "wipe"] as const;
