/**
 * Where the hand or the eye should be, drawn: from above and from the side. What the last hint asks for is a
 * class of the picture, and terminal.css moves it accordingly.
 */
import { html, nothing, svg, type TemplateResult } from "lit-html";
import { HintReason, Modality } from "../../modules/messages/messages.generated.js";
import type { Sentence } from "../shared/contract.js";
import { WORDS } from "./terminal-words.js";

/** @param hint `hint-reason-value`, or undefined before the first. */
export function placementPicture(
	modality: number,
	hint: number | undefined,
	text: (sentence: Sentence) => string,
): TemplateResult {
	const pose = POSES.get(hint ?? HintReason.present) ?? "here";
	const isEye = modality === Modality.iris;
	return html`<div class="pictures pose-${pose} ${isEye ? "of-eye" : ""}" aria-hidden="true">
		<figure>
			<svg viewBox="0 0 200 190">${isEye ? eyeInFront() : handFromAbove()}${sign(pose)}</svg>
			<figcaption>${text(isEye ? WORDS.fromFront : WORDS.fromAbove)}</figcaption>
		</figure>
		<figure>
			<svg viewBox="0 0 200 190">
				${isEye ? eyeFromSide() : handFromSide()}
				<text x=${isEye ? 108 : 46} y=${isEye ? 182 : 122} class="distance-text ${isEye ? "" : "at-left"}">
					${text(WORDS.atTheMark)}
				</text>
			</svg>
			<figcaption>${text(WORDS.fromSide)}</figcaption>
		</figure>
	</div>`;
}

type Pose = "here" | "closer" | "farther" | "flat" | "still" | "again" | "done" | "light" | "lost" | "look";

/** What to show for each hint. */
const POSES: ReadonlyMap<number, Pose> = new Map<number, Pose>([
	[HintReason.present, "here"],
	[HintReason.witness, "here"],
	[HintReason.tooDark, "light"],
	[HintReason.tooBright, "light"],
	[HintReason.lowContrast, "light"],
	[HintReason.glare, "light"],
	[HintReason.blurred, "still"],
	[HintReason.holdStill, "still"],
	[HintReason.again, "again"],
	[HintReason.accepted, "done"],
	[HintReason.noHand, "lost"],
	[HintReason.noEye, "lost"],
	[HintReason.tooClose, "farther"],
	[HintReason.tooFar, "closer"],
	[HintReason.notFlat, "flat"],
	[HintReason.eyeClosed, "look"],
	[HintReason.lookingAway, "look"],
]);

function handFromAbove() {
	return svg`
		<rect class="unit" x="38" y="66" width="124" height="108" rx="12"></rect>
		<circle class="window" cx="100" cy="119" r="24"></circle>
		<g class="hand"><g class="hand-shape">${HAND}</g></g>`;
}

/** Thick lines with round ends for fingers, one colour with the palm. */
const HAND = svg`
	<path class="skin" d="M72 96 Q70 84 84 82 L118 82 Q132 84 131 98 L128 136 Q126 152 112 154 L90 154
		Q78 152 75 136 Z">
	</path>
	<path class="finger" d="M79 92 L72 44"></path>
	<path class="finger" d="M95 88 L94 30"></path>
	<path class="finger" d="M111 88 L116 36"></path>
	<path class="finger thin" d="M125 94 L137 56"></path>
	<path class="finger" d="M78 128 L50 100"></path>
	<path class="finger arm" d="M101 150 L101 186"></path>
	<path class="lines" d="M82 112 Q98 104 124 110 M82 124 Q98 130 122 122 M88 100 Q92 126 90 144"></path>`;

function handFromSide() {
	return svg`
		<rect class="unit" x="62" y="150" width="116" height="30" rx="8"></rect>
		<rect class="window" x="100" y="146" width="40" height="8" rx="4"></rect>
		<path class="glow" d="M104 146 L84 88 L156 88 L136 146 Z"></path>
		<g class="hand"><g class="side-shape">
			<path class="skin" d="M70 76 Q70 68 82 67 L150 62 L196 62 L196 90 L154 90 L120 86 L80 84
				Q70 83 70 76 Z"></path>
			<path class="lines" d="M84 84 Q110 80 150 90"></path>
		</g></g>
		<g class="distance"><path d="M56 92 L56 146 M50 98 L56 90 L62 98 M50 140 L56 148 L62 140"></path></g>
		<g class="arrow arrow-up"><path d="M176 136 L176 100 M164 112 L176 98 L188 112"></path></g>
		<g class="arrow arrow-down"><path d="M176 100 L176 136 M164 124 L176 138 L188 124"></path></g>`;
}

function eyeInFront() {
	return svg`
		<rect class="unit" x="38" y="112" width="124" height="68" rx="12"></rect>
		<circle class="window" cx="100" cy="146" r="18"></circle>
		<g class="hand"><g class="hand-shape">
			<path class="white" d="M38 62 Q100 6 162 62 Q100 116 38 62 Z"></path>
			<circle class="iris" cx="100" cy="61" r="25"></circle>
			<circle class="pupil" cx="100" cy="61" r="10"></circle>
		</g></g>`;
}

function eyeFromSide() {
	return svg`
		<rect class="unit" x="150" y="60" width="34" height="90" rx="8"></rect>
		<rect class="window" x="146" y="88" width="8" height="32" rx="4"></rect>
		<path class="glow" d="M146 92 L84 78 L84 130 L146 116 Z"></path>
		<g class="hand"><g class="side-shape">
			<path class="skin" d="M6 30 Q52 26 60 62 L62 84 Q76 100 60 104 L60 112 Q58 118 60 124
				Q58 140 40 140 L34 176 L6 176 Z">
			</path>
			<circle class="pupil" cx="56" cy="88" r="5"></circle>
		</g></g>
		<g class="distance">
			<path d="M72 154 L146 154 M80 148 L70 154 L80 160 M138 148 L148 154 L138 160"></path>
		</g>`;
}

/** A mark beside the drawing, for who cannot see it move. */
function sign(pose: Pose) {
	if (pose === "done") return svg`<path class="mark good-mark" d="M150 40 l12 14 l24 -30"></path>`;
	if (pose === "still") return svg`<path class="mark" d="M160 24 v30 M178 24 v30"></path>`;
	if (pose === "again")
		return svg`<path class="mark" d="M184 34 a16 16 0 1 1 -8 -12 l2 -12 m-2 12 l-12 -1"></path>`;
	return nothing;
}
