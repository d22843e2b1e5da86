/** The unit's state machine as a picture, with the state of the moment lit. */
import { html, svg, type TemplateResult } from "lit-html";
import type { Sentence } from "../../terminal/shared/contract.js";
import type { MachineTable } from "../shared/world-state.js";
import { STATE_NAMES, say } from "./words.js";

export function stateDiagram(
	{ states, edges }: MachineTable,
	state: string,
	text: (sentence: Sentence) => string,
): TemplateResult {
	const now = nameOf(state, text);
	return html`<svg class="machine" viewBox="0 0 440 300" role="img" aria-label="${text(say.machine)}: ${now}">
		<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
			orient="auto-start-reverse">
			<path d="M0 0 8 4 0 8z" class="arrowhead" /></marker></defs>
		${edges.map(({ from, to, events }) => edge(from, to, events))}
		${states.map((kind) => node(kind, kind === state ? "lit" : "dim", text))}
	</svg>`;
}

export function nameOf(state: string, text: (sentence: Sentence) => string): string {
	const name = STATE_NAMES[state];
	return name === undefined ? state : text(name);
}

function node(kind: string, light: "lit" | "dim", text: (sentence: Sentence) => string): TemplateResult<2> {
	const [x, y] = placeOf(kind);
	return svg`<g class="state ${light}" data-state=${kind}>
		<rect x=${x - HALF_WIDTH} y=${y - HALF_HEIGHT} width=${2 * HALF_WIDTH} height=${2 * HALF_HEIGHT}
			rx="10" />
		<text x=${x} y=${y + 5} text-anchor="middle">${nameOf(kind, text)}</text>
	</g>`;
}

/** A bow, so that the way there and the way back are two lines. */
function edge(from: string, to: string, events: readonly string[]): TemplateResult<2> {
	const [ax, ay] = placeOf(from);
	const [bx, by] = placeOf(to);
	const length = Math.hypot(bx - ax, by - ay) || 1;
	const [dx, dy] = [(bx - ax) / length, (by - ay) / length];
	const bow = 12;
	const start = clip(ax, ay, dx, dy, bow);
	const end = clip(bx, by, -dx, -dy, bow, [-dy, dx]);
	const middle = [(ax + bx) / 2 - 2 * bow * dy, (ay + by) / 2 + 2 * bow * dx];
	return svg`<path class="edge ${to === "faulted" ? "fault" : ""}"
		marker-end="url(#arrow)" d="M${start} Q${middle} ${end}">
		<title>${from} → ${to}: ${events.join(", ")}</title></path>`;
}

/** Where the line from a box's middle leaves it, a little aside. */
function clip(
	x: number,
	y: number,
	dx: number,
	dy: number,
	bow: number,
	normal: readonly [number, number] = [-dy, dx],
): string {
	const alongX = dx === 0 ? Number.POSITIVE_INFINITY : (HALF_WIDTH + 2) / Math.abs(dx);
	const alongY = dy === 0 ? Number.POSITIVE_INFINITY : (HALF_HEIGHT + 2) / Math.abs(dy);
	const along = Math.min(alongX, alongY);
	const aside = bow / 2;
	const places = [x + along * dx + aside * normal[0], y + along * dy + aside * normal[1]];
	return places.map((place) => place.toFixed(1)).join(" ");
}

const HALF_WIDTH = 58;
const HALF_HEIGHT = 19;

function placeOf(kind: string): readonly [number, number] {
	return PLACES[kind] ?? [220, 40];
}

const PLACES: Readonly<Record<string, readonly [number, number]>> = {
	unprovisioned: [70, 40],
	idle: [70, 150],
	capturing: [370, 40],
	comparing: [370, 150],
	settling: [220, 150],
	enrolling: [370, 260],
	faulted: [70, 260],
};
