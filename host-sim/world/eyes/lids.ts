import { gaussianBlur } from "../raster/blur.js";
import { createPlane, type Plane } from "../raster/plane.js";
import { drawPath } from "../raster/strokes.js";
import type { EyeBuild, Lash } from "./eye.js";
import { type EyePose, type EyeView, projectLid } from "./pose.js";

/** The lids' margins: parabolas between the corners; lid coordinates, iris radii, y down. */
export interface Lids {
	readonly half: number;
	readonly slant: number;
	/** Heights of the margins' middles over and under the line between the corners. */
	readonly above: number;
	readonly below: number;
}

/** The upper lid follows the gaze; both close a little when the eye does. */
export function lidsOf(build: EyeBuild, pose: EyePose): Lids {
	const down = pose.gazeY / 60;
	const open = pose.opening < 0 ? 0 : pose.opening;
	return {
		half: build.half,
		slant: build.slant,
		above: (build.above + CORNERS) * open - CORNERS - down,
		below: build.below * (0.75 + 0.25 * open) + 0.5 * down,
	};
}

/** The corners lie this far below the iris's centre: a closed upper lid meets the lower one there. */
const CORNERS = 0.35;

/** Height of a margin at `x`. */
export function upperMargin(lids: Lids, x: number): number {
	const u = x / lids.half;
	return CORNERS - lids.slant * u - (lids.above + CORNERS) * (1 - u * u);
}

export function lowerMargin(lids: Lids, x: number): number {
	const u = x / lids.half;
	const closed = CORNERS - lids.slant * u + (lids.below - CORNERS) * (1 - u * u);
	const upper = upperMargin(lids, x);
	return closed > upper ? closed : upper;
}

/** How much each frame pixel is covered by lashes, 0..1. */
export function drawLashCover(
	lashes: readonly Lash[],
	lids: Lids,
	view: EyeView,
	width: number,
	height: number,
): Plane {
	const cover = createPlane(width, height);
	for (const lash of lashes) drawLash(cover, lash, lids, view);
	return gaussianBlur(cover, 0.5);
}

const LASH_POINTS = 6;

function drawLash(cover: Plane, lash: Lash, lids: Lids, view: EyeView): void {
	const x = lash.place * lids.half;
	const root = lash.lid === "upper" ? upperMargin(lids, x) : lowerMargin(lids, x);
	const path = Array.from({ length: LASH_POINTS }, (_, i) => {
		const along = i / (LASH_POINTS - 1);
		const aside = lash.length * lash.aside * along;
		const down = lash.length * (lash.down * along + lash.curl * along * (1 - along));
		const point = projectLid(view, x + aside, root + down);
		return { ...point, heading: 0 };
	});
	const thick = 0.035 * view.scale;
	drawPath(cover, path, [thick, 0.4 * thick], [1, 0.5]);
}
