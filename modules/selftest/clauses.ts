import { CAMERA_CLAUSES } from "./camera.js";
import { CASE_AND_SLOTS_CLAUSES } from "./case-and-slots.js";
import type { Clause } from "./clause.js";
import { CLOCK_CLAUSES } from "./clock.js";
import { HASH_AND_SEAL_CLAUSES } from "./crypto-hash.js";
import { SIGNATURE_CLAUSES } from "./crypto-sign.js";
import { FLASH_CLAUSES } from "./flash.js";
import { LIGHT_AND_PRESENCE_CLAUSES } from "./light-and-presence.js";
import { LINK_CLAUSES } from "./link.js";

/** Every clause of the doors' contract that a unit can find out by itself, in the order of the report. */
export const CLAUSES: readonly Clause[] = [
	...CLOCK_CLAUSES,
	...HASH_AND_SEAL_CLAUSES,
	...SIGNATURE_CLAUSES,
	...FLASH_CLAUSES,
	...LIGHT_AND_PRESENCE_CLAUSES,
	...CAMERA_CLAUSES,
	...LINK_CLAUSES,
	...CASE_AND_SLOTS_CLAUSES,
];
