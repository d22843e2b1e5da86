/** A circle in a frame; centre and radius in 1/256 pixel, pixel centres at whole numbers. */
export interface Circle {
	readonly x: number;
	readonly y: number;
	readonly radius: number;
}

/** A turn has this many steps, counted from the right clockwise as the picture is seen. */
export const TURN = 256;

/** 2^14 cos of an angle 0..TURN-1; its sine is the cosine three quarters of a turn on. */
export const COSINE: Int16Array = Int16Array.from({ length: TURN }, (_, angle) =>
	Math.round(16384 * Math.cos((2 * Math.PI * angle) / TURN)),
);
