import { type GrayImage, grayImage } from "../../modules/image/gray-image.js";

/** A hand drawn from discs joined to capsules; lengths in palm radii, fingers up, thumb to the right. */
export type Stroke = readonly [fromX: number, fromY: number, toX: number, toY: number, radius: number];

const PALM: readonly Stroke[] = [
	[0, -0.1, 0, 0.1, 0.95],
	[0, 0.5, 0, 3, 0.6],
];
const FINGERS: readonly Stroke[] = [
	[-0.7, -0.5, -1, -1.7, 0.17],
	[-0.25, -0.7, -0.35, -2.1, 0.2],
	[0.23, -0.7, 0.28, -2.2, 0.2],
	[0.7, -0.65, 0.92, -2, 0.2],
];
const THUMB: readonly Stroke[] = [[0.4, 0.5, 1.6, -0.2, 0.24]];

export const OPEN_HAND = [...PALM, ...FINGERS, ...THUMB];
export const THUMBLESS_HAND = [...PALM, ...FINGERS];
export const BENT_LITTLE_FINGER = [...PALM, ...FINGERS.slice(1), ...THUMB];
export const FIST = PALM;

/** Where the drawing lies: palm centre and radius in pixels of a 640x480 frame, degrees clockwise. */
export interface Placement {
	readonly x: number;
	readonly y: number;
	readonly radius: number;
	readonly degrees: number;
	readonly thumb: -1 | 1;
}

export const MIDDLE: Placement = { x: 320, y: 290, radius: 130, degrees: 0, thumb: 1 };

export interface Light {
	readonly hand: number;
	readonly background: number;
}

export const LAMP: Light = { hand: 120, background: 6 };

/** Draws strokes with soft edges; `width` x 3/4 `width` pixels. */
export function draw(strokes: readonly Stroke[], at: Placement, light: Light, width: number): GrayImage {
	const height = (width * 3) / 4;
	const zoom = width / 640;
	const data = new Uint8Array(width * height);
	const cos = Math.cos((at.degrees * Math.PI) / 180);
	const sin = Math.sin((at.degrees * Math.PI) / 180);
	for (let row = 0; row < height; row++) {
		for (let column = 0; column < width; column++) {
			const x = ((column + 0.5) / zoom - 0.5 - at.x) / at.radius;
			const y = ((row + 0.5) / zoom - 0.5 - at.y) / at.radius;
			const depth = depthIn(strokes, at.thumb * (cos * x + sin * y), cos * y - sin * x);
			const share = Math.min(1, Math.max(0, 0.5 + depth * at.radius * zoom));
			data[row * width + column] = Math.round(light.background + share * (light.hand - light.background));
		}
	}
	return grayImage(data, width, height);
}

/** Distance to the edge, positive inside. */
function depthIn(strokes: readonly Stroke[], x: number, y: number): number {
	let deepest = Number.NEGATIVE_INFINITY;
	for (const [fromX, fromY, toX, toY, radius] of strokes) {
		const dx = toX - fromX;
		const dy = toY - fromY;
		const share = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy);
		const along = Math.min(1, Math.max(0, share));
		const depth = radius - Math.hypot(x - fromX - along * dx, y - fromY - along * dy);
		if (depth > deepest) deepest = depth;
	}
	return deepest;
}
