/** The World view: the simulated world around the unit, to look at and to play with. */
import { html, nothing, render, type TemplateResult } from "lit-html";
import type { PageView, ViewContext } from "../../terminal/page/view.js";
import { isRecord, type Sentence } from "../../terminal/shared/contract.js";
import {
	type Cast,
	type HeapGauge,
	type KeysShown,
	type MachineTable,
	type Picture,
	type Presentation,
	type ShownFrame,
	type StateNow,
	type Surroundings,
	type TraceLine,
	type WireItem,
	WORLD,
} from "../shared/world-state.js";
import { controls, USUAL } from "./controls.js";
import { heapGauge } from "./heap-gauge.js";
import { paintStages, stageFigures } from "./stage-figures.js";
import { nameOf, stateDiagram } from "./state-diagram.js";
import { WireLog, wireList } from "./wire-list.js";
import { say } from "./words.js";

export const worldView: PageView = { id: "world", title: say.title, start };

/** All that has been told so far. */
interface Told {
	cast?: Cast;
	machine?: MachineTable;
	surroundings?: Surroundings;
	state: string;
	dark?: Picture;
	frame?: ShownFrame;
	heap?: HeapGauge;
	readonly traced: TraceLine[];
}

const TRACED_MAX = 8;

function start(context: ViewContext): void {
	const { root, text, act, onChange, onVisible } = context;
	const told: Told = { state: "off", traced: [] };
	const wire = new WireLog();
	let wanted: Presentation = USUAL;
	let problem: Sentence | undefined;
	let isDue = false;

	const draw = () => {
		isDue = false;
		const { cast, surroundings, machine } = told;
		if (cast === undefined || surroundings === undefined || machine === undefined) return;
		const desk = {
			...{ cast, surroundings, wanted, problem, text },
			want(changed: Partial<Presentation>) {
				wanted = { ...wanted, ...changed };
				soon();
			},
			act(name: string, input?: unknown) {
				void act(name, input).then((result) => {
					problem = result.kind === "refused" ? result.reason : undefined;
					soon();
				});
			},
		};
		render(
			html`<h1>${text(say.title)}</h1><p class="soft">${text(say.intro)}</p>
			<div class="world">
				${controls(desk)}${seen(context, told, cast)}${beside(context, told, machine, wire)}</div>`,
			root,
		);
		paintStages(root, told.dark, told.frame);
	};
	/** However much arrives at once, and nothing while another view is shown. */
	const soon = () => {
		if (isDue || root.hidden) return;
		isDue = true;
		requestAnimationFrame(draw);
	};
	hear(context, told, wire, () => {
		if (told.cast !== undefined && !told.cast.sitters[wanted.person].parts.includes(wanted.part))
			wanted = { ...wanted, part: told.cast.sitters[wanted.person].parts[0] };
		soon();
	});
	onChange(draw);
	onVisible((visibility) => {
		if (visibility === "shown") soon();
	});
}

function hear({ on }: ViewContext, told: Told, wire: WireLog, soon: () => void): void {
	const listen = <T>(channel: string, field: string, take: (data: T) => void) =>
		on(channel, (data) => {
			if (!isToldWith<T>(data, field)) return;
			take(data);
			soon();
		});
	listen<Cast>(WORLD.cast, "sitters", (cast) => Object.assign(told, { cast }));
	listen<MachineTable>(WORLD.machine, "edges", (machine) => Object.assign(told, { machine }));
	listen<Surroundings>(WORLD.surroundings, "power", (surroundings) => Object.assign(told, { surroundings }));
	listen<StateNow>(WORLD.state, "state", ({ state }) => Object.assign(told, { state }));
	listen<Picture>(WORLD.dark, "width", (dark) => Object.assign(told, { dark }));
	listen<ShownFrame>(WORLD.frame, "frame", (frame) => Object.assign(told, { frame }));
	listen<HeapGauge>(WORLD.heap, "pools", (heap) => Object.assign(told, { heap }));
	listen<KeysShown>(WORLD.keys, "keys", ({ keys }) => wire.know(keys));
	listen<WireItem>(WORLD.wire, "payload", (item) => wire.add(item));
	listen<TraceLine>(WORLD.trace, "line", (line) => {
		told.traced.unshift(line);
		told.traced.length = Math.min(told.traced.length, TRACED_MAX);
	});
}

/** The brand at this door: only our own program sends here, and what has that field is of that kind. */
function isToldWith<T>(data: unknown, field: string): data is T {
	return isRecord(data) && field in data;
}

function seen({ text }: ViewContext, { dark, frame }: Told, cast: Cast): TemplateResult {
	const isWithheld = cast.pictures === "withheld";
	return html`<section class="card stack" aria-labelledby="world-camera">
		<h2 id="world-camera">${text(say.camera)}</h2>
		<p class="soft">${text(isWithheld ? say.withheld : say.notGiven)}</p>
		${isWithheld ? nothing : stageFigures(text, dark, frame)}
	</section>`;
}

function beside(context: ViewContext, told: Told, machine: MachineTable, wire: WireLog): TemplateResult {
	const { text } = context;
	const { state, surroundings, heap, traced } = told;
	const stopped = surroundings?.stopped;
	return html`<div class="stack">
		<section class="card stack" aria-labelledby="world-machine">
			<h2 id="world-machine">${text(say.machine)}</h2>
			<p class="row">
				<span class="tag good" role="status" data-state-now=${state}>${nameOf(state, text)}</span>
				<span class="tag ${surroundings?.lightPercent ? "warn" : ""}">
					${text(say.lamp)} ${surroundings?.lightPercent ?? 0} %</span></p>
			${stopped === undefined ? nothing : html`<p class="danger notice">${stopped}</p>`}
			${stateDiagram(machine, state, text)}
			<details><summary>${text(say.trace)}</summary>
				<ol class="trace mono">${traced.map(({ line }) => html`<li>${line}</li>`)}</ol></details>
		</section>
		<section class="card stack" aria-labelledby="world-heap">
			<h2 id="world-heap">${text(say.heap)}</h2>${heapGauge(text, heap)}
		</section>
		<section class="card stack" aria-labelledby="world-wire">
			<h2 id="world-wire">${text(say.wire)}</h2>${wireList(context, wire)}
		</section>
	</div>`;
}
