/** People and controls: everything the World view can do. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Sentence } from "../../terminal/shared/contract.js";
import type { Cast, Presentation, Surroundings } from "../shared/world-state.js";
import { RANGES } from "../shared/world-state.js";
import { MATERIAL_NAMES, PART_NAMES, RANGE_NAMES, say } from "./words.js";

export interface Desk {
	readonly cast: Cast;
	readonly surroundings: Surroundings;
	/** As the form stands. */
	readonly wanted: Presentation;
	readonly problem: Sentence | undefined;
	text(sentence: Sentence): string;
	want(changed: Partial<Presentation>): void;
	act(name: string, input?: unknown): void;
}

export const USUAL: Presentation = {
	person: 0,
	part: "right-hand",
	material: "skin",
	stillness: "still",
	rotation: RANGES.rotation[2],
	shiftX: RANGES.shiftX[2],
	shiftY: RANGES.shiftY[2],
	distanceMm: RANGES.distanceMm[2],
	lamp: RANGES.lamp[2],
	daylight: RANGES.daylight[2],
};

export function controls(desk: Desk): TemplateResult {
	const { text, problem } = desk;
	return html`<div class="stack">
		<section class="card stack" aria-labelledby="world-people">
			<h2 id="world-people">${text(say.people)}</h2>
			${people(desk)}
			<p class="notice danger" role="alert" ?hidden=${problem === undefined}>${problem && text(problem)}</p>
		</section>
		<section class="card stack" aria-labelledby="world-around">
			<h2 id="world-around">${text(say.around)}</h2>
			${happenings(desk)}
		</section>
	</div>`;
}

function people(desk: Desk): TemplateResult {
	const { cast, wanted, surroundings, text, want, act } = desk;
	const sitter = cast.sitters[wanted.person];
	const materials = wanted.part.endsWith("hand") ? sitter.materials : [];
	const { standing } = surroundings;
	return html`
		${choice(
			"person",
			say.who,
			desk,
			cast.sitters.map(({ name }, index) => [String(index), name]),
			(value) => {
				const person = Number(value);
				want({ person, part: cast.sitters[person].parts[0], material: "skin" });
			},
		)}
		${choice(
			"part",
			say.part,
			desk,
			sitter.parts.map((part) => [part, PART_NAMES[part]]),
			(value) => {
				const part = sitter.parts.find((known) => known === value);
				if (part !== undefined) want({ part, material: "skin" });
			},
		)}
		${
			materials.length > 1
				? choice(
						"material",
						say.material,
						desk,
						materials.map((one) => [one, MATERIAL_NAMES[one]]),
						(value) => {
							const material = materials.find((known) => known === value);
							if (material !== undefined) want({ material });
						},
					)
				: nothing
		}
		<div class="row">
			<button type="button" class="primary" data-act="present"
				@click=${() => act("world-present", wanted)}>${text(say.present)}</button>
			<button type="button" data-act="step-away" ?disabled=${standing === null}
				@click=${() => act("world-step-away")}>${text(say.stepAway)}</button>
		</div>
		<p class="soft" role="status" data-standing=${standing?.part ?? "nobody"}>${whoStands(desk)}</p>
		${sitter.pose === "free" ? RANGE_ORDER.map((name) => slider(name, desk)) : slider("lamp", desk)}
		<label class="row"><input type="checkbox" name="moving" .checked=${wanted.stillness === "moving"}
			@change=${(event: Event) => want({ stillness: isChecked(event) ? "moving" : "still" })}>
			${text(say.moving)}</label>`;
}

function whoStands({ cast, surroundings, text }: Desk): string {
	const { standing } = surroundings;
	if (standing === null) return text(say.nobody);
	const { person, part, material } = standing;
	const words = [cast.sitters[person].name, PART_NAMES[part], MATERIAL_NAMES[material]];
	return `${text(say.standing)}: ${words.map(text).join(", ")}`;
}

const RANGE_ORDER = ["distanceMm", "rotation", "shiftX", "shiftY", "lamp", "daylight"] as const;

function slider(name: (typeof RANGE_ORDER)[number], { wanted, text, want }: Desk): TemplateResult {
	const [least, most] = RANGES[name];
	const { unit } = RANGE_NAMES[name];
	return html`<div class="slider"><label for="world-${name}">${text(RANGE_NAMES[name])}</label>
		<output for="world-${name}">${wanted[name]} ${unit}</output>
		<input id="world-${name}" name=${name} type="range" min=${least} max=${most}
			.value=${String(wanted[name])}
			@input=${(event: Event) => want({ [name]: Number(chosenIn(event)) })}></div>`;
}

function choice(
	name: "person" | "part" | "material",
	label: Sentence,
	{ wanted, text }: Desk,
	options: readonly (readonly [string, Sentence])[],
	onChoice: (value: string) => void,
): TemplateResult {
	return html`<div><label for="world-${name}">${text(label)}</label>
		<select id="world-${name}" name=${name} @change=${(event: Event) => onChoice(chosenIn(event))}>
			${options.map(
				([value, words]) =>
					html`<option value=${value} .selected=${value === String(wanted[name])}>${text(words)}</option>`,
			)}
		</select></div>`;
}

function happenings({ surroundings, text, act }: Desk): TemplateResult {
	const { power, broker, caseLid, clockOffsetSeconds } = surroundings;
	const button = (name: string, words: Sentence, disabled: "enabled" | "disabled" = "enabled") =>
		html`<button type="button" data-act=${name} ?disabled=${disabled === "disabled"}
			@click=${() => act(`world-${name}`)}>${text(words)}</button>`;
	return html`
		<div class="stack group" role="group" aria-label=${text(say.power)}>${
			power === "on"
				? html`${button("pull-plug", say.pull)}${button("cut-in-write", say.tear)}`
				: button("restore-power", say.restore)
		}</div>
		<div class="stack group" role="group" aria-label=${text(say.broker)}>${
			broker === "down"
				? button("restore-broker", say.start)
				: button("kill-broker", say.kill, broker === "up" ? "enabled" : "disabled")
		}</div>
		<div class="stack group" role="group" aria-label=${text(say.lid)}>${
			caseLid === "closed" ? button("open-case", say.open) : button("close-case", say.close)
		}</div>
		<div><label for="world-clock">${text(say.clock)}</label>
			<select id="world-clock"
				@change=${(event: Event) => act("world-set-clock", { offsetSeconds: Number(chosenIn(event)) })}>
				${OFFSETS.map(
					(seconds) =>
						html`<option value=${seconds} .selected=${seconds === clockOffsetSeconds}>${
							seconds === 0 ? text(say.rightTime) : `${seconds > 0 ? "+" : "−"}${Math.abs(seconds)} s`
						}</option>`,
				)}
			</select></div>
		<div class="stack group" role="group" aria-label=${text(say.outsider)}>
			${button("replay", say.replay)}${button("alter", say.alter)}</div>`;
}

const OFFSETS = [-3600, -60, 0, 60, 3600] as const;

function chosenIn({ target }: Event): string {
	return target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : "";
}

function isChecked({ target }: Event): boolean {
	return target instanceof HTMLInputElement && target.checked;
}
