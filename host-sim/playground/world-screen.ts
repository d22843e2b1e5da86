import type { FrameInfo } from "../../hal/hal.js";
import { TRAITS } from "../../modules/modality/traits.js";
import type { EngineStats } from "../engines/engine.js";
import type { GreyImage } from "../images/grey-image.js";
import {
	type Cast,
	type KeysShown,
	type MachineTable,
	type Picture,
	type Power,
	type ShownFrame,
	type StateNow,
	type Surroundings,
	type TraceLine,
	type WireItem,
	WORLD,
} from "../shared/world-state.js";
import { heapGauge } from "./gauges.js";
import { type Stages, stagesOf } from "./stages.js";
import type { Onlooker } from "./watched-doors.js";
import type { WireMessage } from "./wire.js";

/** The page's ends of the line. */
export interface Show {
	/** The latest state of a channel. */
	readonly send: (channel: string, state: unknown) => void;
	/** One more item of a channel. */
	readonly append: (channel: string, item: unknown) => void;
}

export interface ScreenOptions {
	readonly show: Show;
	readonly cast: Cast;
	/** Of the engine's pointers. */
	readonly bits: 32 | 64;
	/** Milliseconds since 1970. */
	readonly nowMs: () => number;
	/** The trait that the unit last asked for, if it has been heard. */
	readonly asked: () => number | undefined;
}

/** Tells the page what is to be seen of the world. Looks on; changes nothing. */
export class WorldScreen implements Onlooker {
	readonly #options: ScreenOptions;
	#surroundings: Surroundings = {
		power: "off",
		broker: "elsewhere",
		clockOffsetSeconds: 0,
		caseLid: "closed",
		standing: null,
		camera: "stopped",
		lightPercent: 0,
	};
	/** What the camera saw in the dark, for the next lit frame. */
	#ambient: GreyImage | undefined;

	constructor(options: ScreenOptions, machine: MachineTable) {
		this.#options = options;
		this.#send<Cast>(WORLD.cast, options.cast);
		this.#send<MachineTable>(WORLD.machine, machine);
	}

	change(changed: Partial<Surroundings>): void {
		this.#surroundings = { ...this.#surroundings, ...changed };
		this.#send<Surroundings>(WORLD.surroundings, this.#surroundings);
	}

	power(power: Power, why: string | undefined): void {
		const { stopped: _, ...rest } = this.#surroundings;
		this.#surroundings = rest;
		this.#ambient = undefined;
		const dead = power === "on" ? {} : ({ camera: "stopped", lightPercent: 0 } as const);
		this.change({ power, ...dead, ...(why === undefined ? {} : { stopped: why }) });
		this.#trace(`power ${power}`);
		this.#send<StateNow>(WORLD.state, { state: power === "on" ? "booting" : power });
	}

	stats(stats: EngineStats): void {
		this.#send(WORLD.heap, heapGauge(stats, this.#options.bits));
	}

	keys(keys: KeysShown): void {
		this.#send<KeysShown>(WORLD.keys, keys);
	}

	message({ payload, ...message }: WireMessage): void {
		const item: WireItem = { ...message, payload: base64(payload) };
		this.#options.show.append(WORLD.wire, item);
	}

	// --- what can be seen at the unit's doors ---------------------------------------------------------------

	onCamera(camera: "started" | "stopped"): void {
		this.change({ camera });
	}

	onLight(lightPercent: number): void {
		this.change({ lightPercent });
	}

	onTrace(line: string): void {
		this.#trace(line);
		const state = /^state (\S+)$/.exec(line)?.[1];
		if (state !== undefined) this.#send<StateNow>(WORLD.state, { state });
	}

	/** As the unit's own Capture does it: the picture taken in the dark serves the next lit one. */
	onFrame({ width, height, lit }: FrameInfo, data: Uint8Array): void {
		const { cast, asked } = this.#options;
		if (cast.pictures === "withheld") return;
		const frame = { width, height, data };
		const ambient = this.#ambient;
		this.#ambient = lit ? undefined : frame;
		if (!lit) return this.#send<Picture>(WORLD.dark, pictureOf(frame));
		const modality = TRAITS.find(({ id }) => id === asked()) ?? TRAITS[0];
		const stages = pictured(stagesOf(modality, frame, ambient));
		this.#send<ShownFrame>(WORLD.frame, { trait: modality.id, frame: pictureOf(frame), ...stages });
	}

	#trace(line: string): void {
		const { show, nowMs } = this.#options;
		const item: TraceLine = { at: nowMs(), line };
		show.append(WORLD.trace, item);
	}

	#send<T>(channel: string, state: T): void {
		this.#options.show.send(channel, state);
	}
}

function pictured(stages: Stages): Omit<ShownFrame, "trait" | "frame"> {
	const { lit, mask, region, measured, code, drawing, refusal } = stages;
	return {
		lit: pictureOf(lit),
		drawing,
		...(mask === undefined ? {} : { mask: pictureOf(mask) }),
		...(region === undefined ? {} : { region: pictureOf(region) }),
		...(measured === undefined ? {} : { measured: pictureOf(measured) }),
		...(code === undefined ? {} : { code: pictureOf(code) }),
		...(refusal === undefined ? {} : { refusal }),
	};
}

function pictureOf({ width, height, data }: GreyImage): Picture {
	return { width, height, data: base64(data) };
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("base64");
}
