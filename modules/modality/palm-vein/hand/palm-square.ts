import type { Similarity } from "../../../image/resample.js";
import * as P from "../parameters.js";
import type { Hand } from "./hand.js";
import { distance, type Knuckles } from "./knuckles.js";
import type { Valley } from "./valleys.js";

/**
 * The region of a hand: a square below the valleys beside the middle finger, which show at every hand
 * (those of the little finger and the thumb open and close). Angle and place hang on these two alone, the
 * size also on the palm's disc.
 *
 *         index   middle   ring
 *           \ im / \ mr /
 *    thumb    +-----V-----+      V between the valleys; the square turns from their chord by PALM_TURN
 * away from the
 *             |           |      thumb, its centre lies PALM_DOWN below V and PALM_ASIDE towards the
 * little finger
 *
 * @returns where the field (region and margin) lies in the hand's small picture
 */
export function palmSquare(hand: Hand): Similarity {
	const { thumb, palm } = hand;
	const [outer, inner] = besideMiddle(hand.knuckles, thumb);
	const gap = distance(outer, inner);
	const size = P.PALM_RADIUS_SHARE * palm.radius + (1 - P.PALM_RADIUS_SHARE) * P.PALM_GAPS * gap;
	const chord = Math.atan2((inner.y - outer.y) * thumb, (inner.x - outer.x) * thumb);
	const angle = chord - P.PALM_TURN * thumb;
	const alongX = Math.cos(angle);
	const alongY = Math.sin(angle);
	const aside = -thumb * P.PALM_ASIDE * size;
	const down = P.PALM_DOWN * size;
	const x = (outer.x + inner.x) / 2 + aside * alongX - down * alongY;
	const y = (outer.y + inner.y) / 2 + aside * alongY + down * alongX;
	const step = (P.PALM_SIDE * size) / P.REGION_SIDE;
	return {
		centreX: Math.round(x * 65536),
		centreY: Math.round(y * 65536),
		stepX: Math.round(step * alongX * 65536),
		stepY: Math.round(step * alongY * 65536),
	};
}

/** The valleys on the ring's and on the index finger's side of the middle finger. */
export function besideMiddle(knuckles: Knuckles, thumb: number): readonly [Valley, Valley] {
	const count = knuckles.length;
	return thumb > 0 ? [knuckles[count - 2], knuckles[count - 1]] : [knuckles[1], knuckles[0]];
}
