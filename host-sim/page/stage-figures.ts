/** The camera's last pictures and what the pipeline makes of them. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Sentence } from "../../terminal/shared/contract.js";
import type { Picture, ShownFrame } from "../shared/world-state.js";
import { overlay, paint } from "./pictures.js";
import { say } from "./words.js";

const STAGES = ["dark", "frame", "contour", "mask", "region", "measured", "code"] as const;
type Stage = (typeof STAGES)[number];

export function stageFigures(
	text: (sentence: Sentence) => string,
	dark: Picture | undefined,
	frame: ShownFrame | undefined,
): TemplateResult {
	if (frame === undefined) return html`<p class="soft">${text(say.noFrame)}</p>`;
	const verdict =
		frame.refusal === undefined
			? html`<span class="tag good">${text(say.used)}</span>`
			: html`<span class="tag danger">${text(say.refused)}: ${frame.refusal}</span>`;
	return html`<p role="status" data-refusal=${frame.refusal ?? "none"}>${verdict}</p>
		<div class="stages">${STAGES.map((stage) =>
			pictureOf(stage, dark, frame) === undefined
				? nothing
				: html`<figure class="stage-${stage}">
					<canvas data-stage=${stage} role="img" aria-label=${text(say[stage])}></canvas>
					<figcaption>${text(say[stage])}</figcaption></figure>`,
		)}</div>`;
}

/** Fills the canvases that `stageFigures` has put there. */
export function paintStages(
	root: HTMLElement,
	dark: Picture | undefined,
	frame: ShownFrame | undefined,
): void {
	if (frame === undefined) return;
	for (const stage of STAGES) {
		const canvas = root.querySelector(`canvas[data-stage="${stage}"]`);
		const picture = pictureOf(stage, dark, frame);
		if (!(canvas instanceof HTMLCanvasElement) || picture === undefined) continue;
		paint(canvas, picture, stage === "code" ? "code" : "grey");
		if (stage === "contour") overlay(canvas, frame.drawing);
	}
}

function pictureOf(stage: Stage, dark: Picture | undefined, frame: ShownFrame): Picture | undefined {
	if (stage === "dark") return dark;
	return stage === "contour" ? frame.lit : frame[stage];
}
