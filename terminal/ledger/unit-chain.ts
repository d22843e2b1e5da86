/**
 * A unit's own chain, as it runs through the records: each stretch of them checks its own piece, and the
 * auditor only that the pieces follow each other.
 */
import { equalConstantTime } from "../../modules/bytes/bytes.js";

/** Before its entry `sequence`, the unit's chain has `head`. */
export interface UnitPoint {
	readonly sequence: number;
	readonly head: Uint8Array;
	readonly bootCount: number;
}

export interface ChainPiece {
	/** Of the first record in it. */
	readonly entry: number;
	readonly ueid: Uint8Array;
	readonly from: UnitPoint;
	/** What its next entry has to continue. */
	to: UnitPoint;
}

/** An entry of the unit's is missing, or there twice. */
export interface UnitChainFault {
	readonly kind: "unit-chain";
	readonly expected: number;
	readonly found: number;
}

/** The first entry of a unit is where its chain is taken up; all others continue it. */
export function faultOfPoint(expected: UnitPoint | undefined, found: UnitPoint): UnitChainFault | undefined {
	if (expected === undefined) return undefined;
	const { sequence, head, bootCount } = expected;
	const fits =
		found.sequence === sequence && equalConstantTime(found.head, head) && found.bootCount >= bootCount;
	return fits ? undefined : { kind: "unit-chain", expected: sequence, found: found.sequence };
}
