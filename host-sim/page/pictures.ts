/** Grey pictures on canvases, and what was found in them drawn over. */
import type { Picture, Shape, ShownFrame } from "../shared/world-state.js";

export type Painting = "grey" | "code";

/** Draws `picture` on the canvas at its own size; style sheets make it larger. */
export function paint(canvas: HTMLCanvasElement, picture: Picture, painting: Painting): void {
	const { width, height } = picture;
	canvas.width = width;
	canvas.height = height;
	const pixels = bytesOf(picture.data);
	const image = new ImageData(width, height);
	for (let i = 0; i < pixels.length; i++) {
		const [red, green, blue] =
			painting === "grey" ? [pixels[i], pixels[i], pixels[i]] : signColour(pixels[i]);
		image.data.set([red, green, blue, 255], 4 * i);
	}
	canvas.getContext("2d")?.putImageData(image, 0, 0);
}

/** Outline, palm, valleys and region over a frame already painted. */
export function overlay(canvas: HTMLCanvasElement, drawing: ShownFrame["drawing"]): void {
	const context = canvas.getContext("2d");
	if (context === null) return;
	context.lineWidth = 1.5;
	for (const shape of drawing) drawShape(context, shape);
}

export function bytesOf(base64: string): Uint8Array {
	return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** One sign teal, the other amber, nothing measured dark. */
function signColour(value: number): readonly [number, number, number] {
	const size = Math.min(1, Math.abs(value - 128) / 120);
	const base = 24;
	if (value >= 128) return [base, base + 190 * size, base + 180 * size];
	return [base + 225 * size, base + 140 * size, base];
}

function drawShape(context: CanvasRenderingContext2D, shape: Shape): void {
	context.strokeStyle = COLOURS[shape.kind];
	context.beginPath();
	if (shape.kind === "circle") context.arc(shape.at[0], shape.at[1], shape.radius, 0, 2 * Math.PI);
	else if (shape.kind === "valley") context.arc(shape.at[0], shape.at[1], 4, 0, 2 * Math.PI);
	else {
		for (const [x, y] of shape.points) context.lineTo(x, y);
		context.closePath();
	}
	context.stroke();
}

const COLOURS: Readonly<Record<Shape["kind"], string>> = {
	outline: "#4fd1ff",
	square: "#ffd24f",
	circle: "#7fe08f",
	valley: "#ff7f7f",
};
