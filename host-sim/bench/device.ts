/**
 * The bench's bundle: the pipelines of the firmware, measured from inside. An event is a command, what it
 * cost comes back as one message of 64-bit floats: instructions of each stage, then results.
 */
import type { Crypto } from "../../hal/hal.js";
import { grayImage } from "../../modules/image/gray-image.js";
import type { Modality, PoseSet } from "../../modules/modality/modality.js";
import { TRAITS } from "../../modules/modality/traits.js";
import { Arena } from "../../modules/pipeline/arena.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";
import { Workspace } from "../../modules/pipeline/workspace.js";
import { type ReferenceContext, recordIdInto } from "../../modules/protection/protected-reference.js";
import { COMMAND, REFUSALS } from "./commands.js";
import { createNativeCrypto, repeatingEntropy } from "./native-crypto.js";

interface Bench {
	readonly modality: Modality;
	/** The modality's, to be changed. */
	readonly poses: { -readonly [K in keyof PoseSet]: PoseSet[K] };
	readonly pipeline: Pipeline;
	readonly workspace: Workspace;
	readonly context: ReferenceContext;
	readonly crypto: Crypto;
	record: Uint8Array;
}

/** Made by the first event, as a unit makes everything when it boots. */
let benches: readonly Bench[] | undefined;

globalThis.onHostEvent = (event) => {
	const [command, trait, width, height] = new Uint16Array(event);
	benches ??= makeBenches();
	const bench = benches[trait];
	const figures = perform(bench, command, width, height);
	hostPost(Float64Array.from(figures).buffer);
};

function makeBenches(): readonly Bench[] {
	const arena = new Arena();
	const crypto = createNativeCrypto({ entropyInto: repeatingEntropy(), deviceRoot: new Uint8Array(32) });
	return TRAITS.map((trait) => {
		const poses = { ...trait.poses };
		const modality = { ...trait, poses };
		const subjectToken = new Uint8Array(32).fill(7);
		const recordId = new Uint8Array(16);
		recordIdInto(recordId, crypto, subjectToken);
		return {
			modality,
			poses,
			pipeline: new Pipeline(modality, arena),
			workspace: new Workspace(modality, arena),
			crypto,
			context: { subjectToken, recordId, modality: modality.id },
			record: new Uint8Array(0),
		};
	});
}

function perform(bench: Bench, command: number, width: number, height: number): readonly number[] {
	const { pipeline, context, crypto } = bench;
	const frame = grayImage(new Uint8Array(hostFrame()), width, height);
	// A new person is at the unit: where the last one's hand lay says nothing of movement.
	if (command === COMMAND.verify || command === COMMAND.worst) pipeline.wipe();
	const start = hostCost();
	switch (command) {
		case COMMAND.sample: {
			const refusal = pipeline.acquire(frame);
			const acquired = hostCost();
			const agreed = refusal === undefined && pipeline.addSample();
			return [acquired - start, hostCost() - acquired, agreed ? 1 : 0];
		}
		case COMMAND.commit:
			bench.record = pipeline.commit(crypto, context, 1);
			return [hostCost() - start];
		case COMMAND.record:
			return [...bench.record];
		case COMMAND.trace:
			return traceOf(bench, frame);
		case COMMAND.boot:
			return [hostBootCost()];
		case COMMAND.verify:
		case COMMAND.worst: {
			if (command === COMMAND.worst) bench.poses.coarseLead = bench.poses.fineLead = NO_LEAD;
			const refusal = pipeline.acquire(frame);
			const acquired = hostCost();
			const decision = refusal ?? pipeline.compare(crypto, context, bench.record);
			return [acquired - start, hostCost() - acquired, decision === "match" ? 1 : 0];
		}
		default:
			return performByStage(bench, frame);
	}
}

/** Any score leads the mean by this many 256ths of it. */
const NO_LEAD = -256;

/**
 * What a frame becomes: the number of its refusal, or 0, the digest of its code, whether the record opened,
 * at how many places it was laid over the reference, these, and whether one of them gave the key.
 */
function traceOf(
	{ modality, workspace, context, crypto, record }: Bench,
	frame: Parameters<Modality["locateInto"]>[1],
): readonly number[] {
	const { region, scratch, code, search, commitment } = workspace;
	const refusal =
		modality.locateInto(region, frame, scratch) ??
		modality.assess(region) ??
		modality.extractInto(code, region, scratch);
	if (refusal !== undefined) {
		workspace.wipe();
		return [REFUSALS.indexOf(refusal) + 1];
	}
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, new Uint8Array(code.buffer, code.byteOffset, code.length));
	const isOpen = commitment.open(crypto, context, record);
	const found = search.run(code, commitment.cells, commitment.signs);
	const places = search.candidates
		.slice(0, found)
		.flatMap(({ score, pose, shiftX, shiftY }) => [score, pose, shiftX, shiftY]);
	const isMatch = search.candidates.slice(0, found).some((candidate) => {
		const shift = search.layOutAt(code, candidate);
		return commitment.isMatch(crypto, context, record, search.cells, search.at, shift);
	});
	workspace.wipe();
	return [0, ...digest, isOpen ? 1 : 0, found, ...places, isMatch ? 1 : 0];
}

/** What Pipeline does, with a clock between its statements. */
function performByStage(
	{ modality, workspace, context, crypto, record }: Bench,
	frame: Parameters<Modality["locateInto"]>[1],
): readonly number[] {
	const { region, scratch, code, search, commitment } = workspace;
	const times = [hostCost()];
	const lap = () => times.push(hostCost());
	modality.locateInto(region, frame, scratch);
	lap();
	modality.assess(region);
	lap();
	modality.extractInto(code, region, scratch);
	lap();
	commitment.open(crypto, context, record);
	lap();
	const found = search.run(code, commitment.cells, commitment.signs);
	lap();
	let isMatch = false;
	for (let i = 0; i < found && !isMatch; i++) {
		const shift = search.layOutAt(code, search.candidates[i]);
		isMatch = commitment.isMatch(crypto, context, record, search.cells, search.at, shift);
	}
	lap();
	workspace.wipe();
	lap();
	return [...times.slice(1).map((time, i) => time - times[i]), found, isMatch ? 1 : 0];
}
