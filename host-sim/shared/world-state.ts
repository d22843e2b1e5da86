/** What the simulated world and its view on the page say to each other, as JSON. */
import type { Sentence } from "../../terminal/shared/contract.js";

/** Channels; the first six carry states, the last two items. */
export const WORLD = {
	cast: "world-cast",
	machine: "world-machine",
	surroundings: "world-surroundings",
	state: "world-state",
	dark: "world-dark",
	frame: "world-frame",
	heap: "world-heap",
	keys: "world-keys",
	trace: "world-trace",
	wire: "world-wire",
} as const;

const PARTS = ["right-hand", "left-hand", "right-eye", "left-eye"] as const;
export type Part = (typeof PARTS)[number];

/** What is held up, see host-sim/world/hands/material.ts. */
export type Material = "skin" | "cold-skin" | "wet-skin" | "dye-print" | "toner-print" | "screen";

/** How something is held before the unit. */
export interface Presentation {
	/** Index in the cast. */
	readonly person: number;
	readonly part: Part;
	readonly material: Material;
	readonly stillness: "still" | "moving";
	/** Degrees clockwise. */
	readonly rotation: number;
	/** To the picture's right and down, in hundredths of its height. */
	readonly shiftX: number;
	readonly shiftY: number;
	readonly distanceMm: number;
	/** The lamp's strength in hundredths of its usual one. */
	readonly lamp: number;
	/** Grey levels on bare skin. */
	readonly daylight: number;
}

/** Least, most and usual value of each number of a presentation. */
export const RANGES = {
	rotation: [-60, 60, 0],
	shiftX: [-50, 50, 0],
	shiftY: [-50, 50, 0],
	distanceMm: [20, 600, 60],
	lamp: [5, 400, 100],
	daylight: [0, 200, 0],
} as const satisfies Readonly<Record<string, readonly [least: number, most: number, usual: number]>>;
export type RangeName = keyof typeof RANGES;

/** Somebody who can come before the unit. */
export interface SitterDescription {
	readonly name: Sentence;
	/** What can be shown of this person; the first is what the unit knows of whom it knows. */
	readonly parts: readonly [Part, ...Part[]];
	/** What else than skin there is of the hands. */
	readonly materials: readonly Material[];
	/** Whether pose, distance and light mean anything. */
	readonly pose: "free" | "as-pictured";
}

export interface Cast {
	/** "withheld": the camera sees real persons, and nobody is shown that. */
	readonly pictures: "synthetic" | "withheld";
	readonly sitters: readonly SitterDescription[];
}

/** "stopped": the firmware has ended by itself, which it never should. */
export type Power = "on" | "off" | "stopped";

/** The world as it stands. */
export interface Surroundings {
	readonly power: Power;
	/** Why the firmware has stopped. */
	readonly stopped?: string;
	/** "elsewhere": another program's. */
	readonly broker: "up" | "down" | "elsewhere";
	readonly clockOffsetSeconds: number;
	readonly caseLid: "closed" | "open";
	readonly standing: Presentation | null;
	readonly camera: "started" | "stopped";
	readonly lightPercent: number;
}

/** The unit's state machine: its kinds of states, and which events lead from one to another. */
export interface MachineTable {
	readonly states: readonly string[];
	readonly edges: readonly MachineEdge[];
}

export interface MachineEdge {
	readonly from: string;
	readonly to: string;
	readonly events: readonly string[];
}

/** A state of the table, or "booting", "off", "stopped". */
export interface StateNow {
	readonly state: string;
}

/** How full an engine's memory has been since it booted. */
export interface HeapGauge {
	readonly engine: "xs" | "node";
	/** None of an engine without a fixed heap. */
	readonly pools: readonly Pool[];
	readonly computrons: number;
}

export interface Pool {
	readonly name: "chunks" | "slots" | "stack" | "all";
	readonly peakBytes: number;
	readonly limitBytes: number;
}

/** Grey, one byte a pixel, rows top-down, in base 64. */
export interface Picture {
	readonly width: number;
	readonly height: number;
	readonly data: string;
}

export type Point = readonly [x: number, y: number];

/** In pixels of the frame. */
export type Shape =
	| { readonly kind: "outline" | "square"; readonly points: readonly Point[] }
	| { readonly kind: "valley"; readonly at: Point }
	| { readonly kind: "circle"; readonly at: Point; readonly radius: number };

/** A lit frame, and what the pipeline makes of it. */
export interface ShownFrame {
	/** 1 palm veins, 2 iris. */
	readonly trait: number;
	readonly frame: Picture;
	/** After what the camera saw in the dark was taken away. */
	readonly lit: Picture;
	readonly mask?: Picture;
	readonly drawing: readonly Shape[];
	readonly region?: Picture;
	/** 255 measured, 128 blemished, 0 outside. */
	readonly measured?: Picture;
	/** Soft values: 128 not measured, above it one sign, below it the other. */
	readonly code?: Picture;
	/** Why the frame cannot be used. */
	readonly refusal?: string;
}

export interface KeysShown {
	readonly keys: readonly KeyShown[];
}

export interface KeyShown {
	readonly owner: "unit" | "terminal" | "authority";
	/** Hexadecimal. */
	readonly kid: string;
	/** SEC 1 uncompressed, base 64. */
	readonly publicKey: string;
}

export interface TraceLine {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly line: string;
}

/** One message as it passed the broker. */
export interface WireItem {
	/** From 1. */
	readonly number: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly topic: string;
	/** Base 64. */
	readonly payload: string;
	/** "outsider": the playground's own doing, and known only to it. */
	readonly by: "outsider" | "unknown";
}
