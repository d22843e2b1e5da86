/** Drives the bench's bundle on an engine: enrols a person and verifies that person and another. */

import type { Engine, EngineHost, EngineStats } from "../engines/engine.js";
import { captureEye, eyePoseOf } from "../world/eyes/capture.js";
import { createEye } from "../world/eyes/eye.js";
import { USUAL_EYES } from "../world/eyes/pose.js";
import { captureHand, HAND_CONDITIONS, type HandCondition } from "../world/hands/capture.js";
import { USUAL_POSES } from "../world/hands/pose.js";
import { createWholeHand, poseOf } from "../world/hands/whole-hand.js";
import { createPalm } from "../world/palms/palm.js";
import { type ANSWER_STAGES, COMMAND, STAGES } from "./commands.js";

export type TraitName = "palm" | "iris";
export type StageName = (typeof STAGES)[number];

/** Instructions on a board that counts them, computrons in a process. */
export type Cost = number;

export interface TraitFigures {
	/** One picture, from frame to first sample of an enrolment. */
	readonly sample: Cost;
	/** From the samples to the sealed record. */
	readonly commit: Cost;
	/** From frame to decision, the person's own and another's. */
	readonly accept: Cost;
	readonly refuse: Cost;
	/** The other's, had the search never given up early: nobody's frame costs more. */
	readonly refuseWorst: Cost;
	/** Each stage of `accept`. */
	readonly stages: Readonly<Record<StageName, number>>;
}

export interface Measured {
	readonly traits: Readonly<Record<TraitName, TraitFigures>>;
	/** Before the first event. */
	readonly boot: Cost;
	readonly peaks: EngineStats;
}

const SIZE = { width: 320, height: 240 };
const SAMPLES = 1;
/** Synthetic persons whose pictures pass every quality gate. */
const OWN = 3;
const OTHER = 6;

export async function measure(start: (host: EngineHost) => Promise<Engine>): Promise<Measured> {
	return withEngine(start, async (run, engine) => {
		const [boot] = await run(COMMAND.boot, 0);
		const palm = await measureTrait(0, run, handFrame);
		const iris = await measureTrait(1, run, eyeFrame);
		const peaks = await engine.stats();
		return { traits: { palm, iris }, boot, peaks };
	});
}

/** What verifying palms costs in C from end to end. */
export type TwinFigures = Pick<TraitFigures, "accept" | "refuse" | "refuseWorst" | "stages">;

/**
 * Runs the palm path in C (twin/twin.c) after the firmware's on the same board, and holds it to the same
 * code, alignments and decision for every frame of TRACED.
 *
 * @throws Error where they differ
 */
export async function measureTwin(
	startFirmware: (host: EngineHost) => Promise<Engine>,
	startTwin: (host: EngineHost) => Promise<Engine>,
): Promise<TwinFigures> {
	const frames = TRACED.map(({ person, condition }) => handFrame(person, 9, condition));
	const [record, expected] = await withEngine(startFirmware, async (run) => {
		await enrol(0, run, handFrame);
		const bytes = await run(COMMAND.record, 0);
		const traces: (readonly number[])[] = [];
		for (const frame of frames) traces.push(await run(COMMAND.trace, 0, frame));
		return [Uint8Array.from(bytes), traces] as const;
	});
	return withEngine(startTwin, async (run) => {
		await run(COMMAND.record, 0, undefined, record);
		for (const [i, frame] of frames.entries()) {
			const trace = await run(COMMAND.trace, 0, frame);
			const isSame = trace.join() === expected[i].join();
			expect(isSame, `the twin differs at ${JSON.stringify(TRACED[i])}: ${trace}, not ${expected[i]}`);
		}
		return verify(0, run, handFrame);
	});
}

/** A palm's own decision alone: where every loop runs in JavaScript, the rest would take minutes. */
export async function measurePalmAccept(
	start: (host: EngineHost) => Promise<Engine>,
): Promise<Pick<TraitFigures, "accept" | "stages">> {
	return withEngine(start, async (run) => {
		await enrol(0, run, handFrame);
		return accept(0, run, handFrame);
	});
}

/** Frames of which the twin must make the same: one accepted, one of each that is refused. */
const TRACED: readonly { readonly person: number; readonly condition: HandCondition }[] = [
	{ person: OWN, condition: "good" },
	...HAND_CONDITIONS.map((condition) => ({ person: OTHER, condition })),
];

type Run = (
	command: number,
	trait: number,
	frame?: Uint8Array,
	/** Behind the four words. */
	bytes?: Uint8Array,
) => Promise<readonly number[]>;

async function withEngine<T>(
	start: (host: EngineHost) => Promise<Engine>,
	use: (run: Run, engine: Engine) => Promise<T>,
): Promise<T> {
	const posts: Float64Array[] = [];
	const engine = await start(hostOf(posts));
	try {
		return await use(async (command, trait, frame, bytes = new Uint8Array(0)) => {
			const words = Uint16Array.of(command, trait, SIZE.width, SIZE.height);
			const event = new Uint8Array(words.byteLength + bytes.length);
			event.set(new Uint8Array(words.buffer));
			event.set(bytes, words.byteLength);
			await engine.deliver(event, frame);
			const figures = posts.pop();
			if (figures === undefined) throw new Error("the bench's bundle did not answer");
			return [...figures];
		}, engine);
	} finally {
		await engine.close();
	}
}

/** What the unit does with a decision; see commands.ts. */
export type AnswerFigures = Readonly<Record<(typeof ANSWER_STAGES)[number] | "verify", Cost>>;

/** @param start an engine with the bundle of answer-device.ts */
export async function measureAnswer(start: (host: EngineHost) => Promise<Engine>): Promise<AnswerFigures> {
	const posts: Float64Array[] = [];
	const engine = await start(hostOf(posts));
	try {
		await engine.deliver(new Uint8Array(0));
		const [prepare, sign, signUnprepared, store, encode, unseal, hash, finish, areGood, verify] = posts[0];
		expect(areGood === 1, "an answer's signature does not verify");
		return { prepare, sign, signUnprepared, store, encode, unseal, hash, finish, verify };
	} finally {
		await engine.close();
	}
}

function hostOf(posts: Float64Array[]): EngineHost {
	return {
		onCall: () => {
			throw new Error("the bench's bundle asks its host for nothing");
		},
		onPost: (message) => posts.push(new Float64Array(message.slice().buffer)),
	};
}

type FrameOf = (person: number, sample: number) => Uint8Array;

async function measureTrait(trait: number, run: Run, frameOf: FrameOf): Promise<TraitFigures> {
	const enrolment = await enrol(trait, run, frameOf);
	return { ...enrolment, ...(await verify(trait, run, frameOf)) };
}

async function enrol(
	trait: number,
	run: Run,
	frameOf: FrameOf,
): Promise<Pick<TraitFigures, "sample" | "commit">> {
	let sample = 0;
	for (let number = 1; number <= SAMPLES; number++) {
		const [acquire, add, isAccepted] = await run(COMMAND.sample, trait, frameOf(OWN, number));
		expect(isAccepted === 1, `sample ${number} of trait ${trait} was not accepted`);
		sample += acquire + add;
	}
	const [commit] = await run(COMMAND.commit, trait);
	return { sample: Math.round(sample / SAMPLES), commit };
}

async function verify(trait: number, run: Run, frameOf: FrameOf): Promise<TwinFigures> {
	const own = await accept(trait, run, frameOf);
	const other = await run(COMMAND.verify, trait, frameOf(OTHER, 9));
	expect(other[2] === 0, `trait ${trait}: another person was accepted`);
	// Last: the search does not go back to giving up.
	const worst = await run(COMMAND.worst, trait, frameOf(OTHER, 9));
	expect(worst[2] === 0, `trait ${trait}: another person was accepted by the full search`);
	return {
		...own,
		refuse: other[0] + other[1],
		refuseWorst: worst[0] + worst[1],
	};
}

async function accept(
	trait: number,
	run: Run,
	frameOf: FrameOf,
): Promise<Pick<TraitFigures, "accept" | "stages">> {
	const own = await run(COMMAND.verify, trait, frameOf(OWN, 9));
	expect(own[2] === 1, `trait ${trait}: the person was refused`);
	const figures = await run(COMMAND.stages, trait, frameOf(OWN, 9));
	expect(figures[STAGES.length + 1] === 1, `trait ${trait}: by stage, the person was refused`);
	return { accept: own[0] + own[1], stages: stagesOf(figures) };
}

function stagesOf(figures: readonly number[]): TraitFigures["stages"] {
	const [region, quality, features, open, search, decode, wipe] = figures;
	return { region, quality, features, open, search, decode, wipe };
}

/** Whoever enrols holds still for all samples. */
const visitOf = (sample: number) => (sample <= SAMPLES ? 1 : 2);

function handFrame(person: number, sample: number, condition: HandCondition = "good"): Uint8Array {
	const hand = createWholeHand(createPalm(person, "left"));
	const name = { session: 1, sample };
	const pose = poseOf(
		hand,
		{ session: 1, sample: visitOf(sample) },
		{ ...USUAL_POSES, rotation: 5, tilt: 2 },
	);
	const { image } = captureHand(hand, { ...name, condition, size: SIZE, pose, lamp: "on" });
	return image.data;
}

function eyeFrame(person: number, sample: number): Uint8Array {
	const eye = createEye(person, "right");
	const name = { session: 1, sample };
	const pose = eyePoseOf(eye, { session: 1, sample: visitOf(sample) }, USUAL_EYES);
	return captureEye(eye, { ...name, condition: "good", size: SIZE, pose, lamp: "on" }).image.data;
}

function expect(condition: unknown, what: string): void {
	if (condition !== true) throw new Error(`bench: ${what}`);
}
