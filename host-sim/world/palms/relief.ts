import { exponential } from "../portable-math.js";
import type { Prng } from "../prng.js";
import { createPlane, type Plane } from "../raster/plane.js";
import { PALM_RADIUS, SURFACE_SIDE } from "./surface-frame.js";

/** A swelling of the palm: place and extent in palm radii from its centre, thumb at the left. */
interface Swelling {
	readonly x: number;
	readonly y: number;
	readonly wide: number;
	readonly high: number;
	/** Negative: a hollow. */
	readonly height: number;
}

/** The population's mean palm: the balls of thumb and little finger, the pads of the fingers, the hollow. */
const SWELLINGS: readonly Swelling[] = [
	{ x: -0.55, y: 0.45, wide: 0.32, high: 0.45, height: 1 },
	{ x: 0.6, y: 0.5, wide: 0.26, high: 0.5, height: 0.9 },
	{ x: -0.62, y: -0.62, wide: 0.2, high: 0.2, height: 0.8 },
	{ x: -0.2, y: -0.78, wide: 0.18, high: 0.18, height: 0.7 },
	{ x: 0.22, y: -0.76, wide: 0.18, high: 0.18, height: 0.7 },
	{ x: 0.62, y: -0.6, wide: 0.2, high: 0.22, height: 0.8 },
	{ x: 0, y: 0, wide: 0.34, high: 0.36, height: -1 },
];

/** Standard deviations between persons: of a place, in palm radii, and of a height's logarithm. */
const PLACE_SPREAD = 0.08;
const HEIGHT_SPREAD = 0.5;

/** How the palm's hills and hollows face the lamp, about -1..1 with mean 0: much alike in all people. */
export function drawRelief(prng: Prng): Plane {
	const relief = createPlane(SURFACE_SIDE, SURFACE_SIDE);
	const own = SWELLINGS.map((swelling) => ({
		...swelling,
		x: swelling.x + PLACE_SPREAD * prng.nextNormal(),
		y: swelling.y + PLACE_SPREAD * prng.nextNormal(),
		height: swelling.height * exponential(HEIGHT_SPREAD * prng.nextNormal()),
	}));
	let sum = 0;
	for (let row = 0; row < SURFACE_SIDE; row++)
		for (let column = 0; column < SURFACE_SIDE; column++) {
			const u = (column - SURFACE_SIDE / 2) / PALM_RADIUS;
			const v = (row - SURFACE_SIDE / 2) / PALM_RADIUS;
			let value = 0;
			for (const { x, y, wide, high, height } of own) {
				const square = ((u - x) / wide) ** 2 + ((v - y) / high) ** 2;
				if (square < 16) value += height * exponential(-square / 2);
			}
			relief.data[row * SURFACE_SIDE + column] = value;
			sum += value;
		}
	for (let i = 0; i < relief.data.length; i++) relief.data[i] -= sum / relief.data.length;
	return relief;
}
