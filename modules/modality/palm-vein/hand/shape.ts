import * as P from "../parameters.js";
import type { Hand } from "./hand.js";
import { distance } from "./knuckles.js";
import { lengthToEdge, UNIT } from "./outline.js";
import { besideMiddle } from "./palm-square.js";
import type { Silhouette } from "./silhouette.js";
import type { Valley } from "./valleys.js";

/**
 * The palm's shape (掌形): lengths between edges over the gap of the valleys beside the middle finger, so that
 * neither distance nor rotation changes them. A value is 64 for a usual hand's length, and 1 more for every
 * 1/128 of it.
 *
 *              | middle |
 *      - - - - +--------+ - - - -   widths of the middle finger, FINGER_HEIGHTS above V
 *   \   /\     |        |     /
 *    \_/  \____/        \____/      valleys; the little finger's lies deeper by the drop
 *     |      mr ---V--- im   |      V between the valleys beside the middle finger: the gap
 *     |<- - - - - -+ - - - ->|      reaches to both sides of the palm, SIDE_DEPTHS below V
 *
 * Fingertips are hardly ever in the frame, so no length depends on one.
 *
 * @param shape SHAPE_USUAL.length values out, 1..127; 0 where an edge is not in the frame
 */
export function shapeInto(shape: Int8Array, hand: Hand): void {
	const { palm, thumb, knuckles, silhouette } = hand;
	const [outer, inner] = besideMiddle(knuckles, thumb);
	const gap = distance(outer, inner);
	const axes = axesOf(outer, inner, gap, thumb);
	let at = 0;
	const put = (length: number | undefined) => {
		const units = length === undefined ? 0 : Math.round((128 * length) / (gap * P.SHAPE_USUAL[at])) - 64;
		shape[at++] = length === undefined ? 0 : units < 1 ? 1 : units > 127 ? 127 : units;
	};
	for (const height of P.FINGER_HEIGHTS) {
		const toThumb = edgeFrom(silhouette, axes, height * gap, 1, gap);
		const away = edgeFrom(silhouette, axes, height * gap, -1, gap);
		put(toThumb === undefined || away === undefined ? undefined : toThumb + away);
	}
	for (const depth of P.THUMB_SIDE_DEPTHS) put(edgeFrom(silhouette, axes, -depth * gap, 1, 3 * palm.radius));
	for (const depth of P.FAR_SIDE_DEPTHS) put(edgeFrom(silhouette, axes, -depth * gap, -1, 3 * palm.radius));
	const last = knuckles.length === 3 ? (thumb > 0 ? knuckles[0] : knuckles[2]) : undefined;
	put(last === undefined ? undefined : gap - heightOf(axes, last));
	put(last === undefined ? undefined : distance(outer, last));
	put(palm.radius);
}

/**
 * The hand's own axes: the middle of the gap, a unit vector towards the thumb and one towards the fingers.
 */
interface Axes {
	readonly x: number;
	readonly y: number;
	readonly sideX: number;
	readonly sideY: number;
	readonly upX: number;
	readonly upY: number;
}

function axesOf(outer: Valley, inner: Valley, gap: number, thumb: number): Axes {
	const sideX = (inner.x - outer.x) / gap;
	const sideY = (inner.y - outer.y) / gap;
	return {
		x: (outer.x + inner.x) / 2,
		y: (outer.y + inner.y) / 2,
		sideX,
		sideY,
		upX: thumb * sideY,
		upY: -thumb * sideX,
	};
}

function heightOf({ x, y, upX, upY }: Axes, valley: Valley): number {
	return (valley.x - x) * upX + (valley.y - y) * upY;
}

/**
 * From `height` above V sideways to where the grey value has fallen to EDGE_LEVEL of what it is there, at
 * most
 * `reach`, pixels of the small picture; undefined when that is not in the frame.
 */
function edgeFrom(
	silhouette: Silhouette,
	{ x, y, sideX, sideY, upX, upY }: Axes,
	height: number,
	direction: 1 | -1,
	reach: number,
): number | undefined {
	const { grey, width } = silhouette;
	const startX = x + height * upX;
	const startY = y + height * upY;
	if (startX < 1 || startY < 1 || startX >= width - 2 || startY >= silhouette.height - 2) return undefined;
	const level = (grey[Math.round(startY) * width + Math.round(startX)] * P.EDGE_LEVEL) >> 8;
	const length = lengthToEdge(
		silhouette,
		{ x: Math.round(startX * 65536), y: Math.round(startY * 65536) },
		{ x: Math.round(direction * sideX * 65536), y: Math.round(direction * sideY * 65536) },
		{ from: 0, to: Math.ceil(reach) },
		level < P.SKIN_MIN ? P.SKIN_MIN : level,
	);
	return length <= 0 || length >= Math.ceil(reach) * UNIT ? undefined : length / UNIT;
}
