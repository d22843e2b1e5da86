/**
 * How far a region has moved from one frame to the next: the most that any of its corners can have moved, as
 * a share of its side, in 1/1024. Turning and coming nearer move the corners too.
 *
 * @param place, last see `Region.place`; all 0 where nothing was located
 * @returns 0 when either was not located
 */
export function motionBetween(place: Int32Array, last: Int32Array): number {
	const half = Math.hypot(place[2], place[3]);
	if (half === 0 || (last[2] === 0 && last[3] === 0)) return 0;
	const centre = Math.hypot(place[0] - last[0], place[1] - last[1]);
	const side = Math.hypot(place[2] - last[2], place[3] - last[3]);
	return Math.round((512 * (centre + Math.SQRT2 * side)) / half);
}
