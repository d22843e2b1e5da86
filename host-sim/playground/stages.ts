/**
 * What the pipeline makes of a frame, stage by stage, as pictures. The unit itself gives none of this out:
 * the same modules run once more beside it, over the same frame, which shows nobody who exists.
 */

import { BLEMISH, GOOD, OUTSIDE } from "../../modules/image/blemish.js";
import { type GrayImage, grayImage } from "../../modules/image/gray-image.js";
import { subtractAmbient } from "../../modules/image/subtract.js";
import type { Circle } from "../../modules/modality/iris/circle.js";
import { EYE_SCRATCH, locateEye } from "../../modules/modality/iris/locate-eye.js";
import {
	type CaptureRefusal,
	type Modality,
	PLACE_LENGTH,
	paddedHeight,
	paddedLength,
	paddedWidth,
	type Region,
} from "../../modules/modality/modality.js";
import { findHand, type Hand } from "../../modules/modality/palm-vein/hand/hand.js";
import { palmSquare } from "../../modules/modality/palm-vein/hand/palm-square.js";
import { cutOut, handMemory } from "../../modules/modality/palm-vein/hand/silhouette.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { REGION_SIDE } from "../../modules/modality/palm-vein/parameters.js";
import type { GreyImage } from "../images/grey-image.js";
import type { Point, Shape } from "../shared/world-state.js";

export interface Stages {
	/** The frame after what the camera saw in the dark was taken away. */
	readonly lit: GreyImage;
	/** What was taken for the hand: 255, else 0. Only of hands. */
	readonly mask?: GreyImage;
	/** Where things lie, in pixels of the frame. */
	readonly drawing: readonly Shape[];
	/** The resampled trait, and whether each pixel counts (255), is blemished (128) or outside. */
	readonly region?: GreyImage;
	readonly measured?: GreyImage;
	/** Soft values of the code's planes, side by side: 128 nothing measured, above it a line, below it none. */
	readonly code?: GreyImage;
	/** Why the frame cannot be used. */
	readonly refusal?: CaptureRefusal;
}

/** @param ambient the same scene without the unit's light, if there is a picture of it. */
export function stagesOf(modality: Modality, frame: GreyImage, ambient: GreyImage | undefined): Stages {
	const lit = { ...frame, data: frame.data.slice() };
	const image = grayImage(lit.data, lit.width, lit.height);
	if (ambient !== undefined && ambient.width === lit.width && ambient.height === lit.height)
		subtractAmbient(image, grayImage(ambient.data, ambient.width, ambient.height));
	const scratch = new Int16Array(modality.scratchLength);
	const located = modality.id === palmVein.id ? handIn(image, scratch) : eyeIn(image);
	return { lit, ...located, ...extracted(modality, image, scratch) };
}

function extracted(
	modality: Modality,
	image: GrayImage,
	scratch: Int16Array,
): Pick<Stages, "region" | "measured" | "code" | "refusal"> {
	const region: Region = {
		pixels: new Uint8Array(modality.regionLength),
		mask: new Uint8Array(modality.regionLength),
		shape: new Int8Array(modality.shape.spreads.length),
		place: new Int32Array(PLACE_LENGTH),
	};
	const unlocated = modality.locateInto(region, image, scratch);
	if (unlocated !== undefined) return { refusal: unlocated };
	const unfit = modality.assess(region);
	const size = { width: modality.regionWidth, height: modality.regionLength / modality.regionWidth };
	const regions = {
		region: { ...size, data: region.pixels.slice() },
		measured: { ...size, data: region.mask.map((kind) => MEASURED[kind] ?? 0) },
	};
	if (unfit !== undefined) return { ...regions, refusal: unfit };
	const code = new Int8Array(modality.codeLength);
	const refusal = modality.extractInto(code, region, scratch);
	if (refusal !== undefined) return { ...regions, refusal };
	return { ...regions, code: codePicture(modality, code) };
}

/** OUTSIDE, GOOD and BLEMISH of image/blemish.ts as greys. */
const MEASURED: Readonly<Record<number, number>> = { [OUTSIDE]: 0, [GOOD]: 255, [BLEMISH]: 128 };

function codePicture(modality: Modality, code: Int8Array): GreyImage {
	const { grid } = modality;
	const cells = new Int8Array(paddedLength(grid));
	modality.poseInto(cells, code, 0);
	const { planes, width, height, shiftX, shiftY } = grid;
	const picture = { width: planes * (width + 1) - 1, height, data: new Uint8Array(0) };
	const data = new Uint8Array(picture.width * height).fill(128);
	const padded = paddedWidth(grid);
	for (let plane = 0; plane < planes; plane++)
		for (let y = 0; y < height; y++)
			for (let x = 0; x < width; x++) {
				const cell = cells[(plane * paddedHeight(grid) + y + shiftY) * padded + x + shiftX];
				data[y * picture.width + plane * (width + 1) + x] = 128 + 8 * cell;
			}
	return { ...picture, data };
}

function handIn(image: GrayImage, scratch: Int16Array): Pick<Stages, "mask" | "drawing"> {
	if (image.width === image.height) return { drawing: [] };
	const silhouette = cutOut(handMemory(scratch), image);
	if (typeof silhouette === "string") return { drawing: [] };
	const { width, height } = silhouette;
	const data = silhouette.mask.slice(0, width * height).map((inside) => (inside === 0 ? 0 : 255));
	const mask = { width, height, data };
	const hand = findHand(handMemory(scratch), image);
	if (typeof hand === "string") return { mask, drawing: [] };
	return { mask, drawing: drawingOf(hand, image.width / width) };
}

/** @param factor frame pixels for one of the silhouette's. */
function drawingOf(hand: Hand, factor: number): readonly Shape[] {
	const { palm, outline, valleys } = hand;
	const points: Point[] = [];
	for (let ray = 0; ray < outline.length; ray++) {
		const angle = (2 * Math.PI * ray) / outline.length;
		const length = (Math.abs(outline[ray]) / 16) * factor;
		points.push([palm.x * factor + length * Math.sin(angle), palm.y * factor - length * Math.cos(angle)]);
	}
	const { centreX, centreY, stepX, stepY } = palmSquare(hand);
	const half = (REGION_SIDE / 2) * (factor / 65536);
	const corner = (right: number, down: number): Point => [
		(centreX * factor) / 65536 + half * (right * stepX - down * stepY),
		(centreY * factor) / 65536 + half * (right * stepY + down * stepX),
	];
	return [
		{ kind: "outline", points },
		{ kind: "square", points: [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)] },
		{ kind: "circle", at: [palm.x * factor, palm.y * factor], radius: palm.radius * factor },
		...valleys.map(({ x, y }) => ({ kind: "valley", at: [x * factor, y * factor] }) as const),
	];
}

function eyeIn(image: GrayImage): Pick<Stages, "drawing"> {
	const eye = locateEye(image, new Uint8Array(EYE_SCRATCH));
	if (typeof eye === "string") return { drawing: [] };
	const circle = ({ x, y, radius }: Circle): Shape => ({
		kind: "circle",
		at: [x / 256, y / 256],
		radius: radius / 256,
	});
	return { drawing: [circle(eye.pupil), circle(eye.limbus)] };
}
