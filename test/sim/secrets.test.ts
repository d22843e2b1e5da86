/** What is searched for secrets, and that it is found: palms' and eyes', after every path. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleOf, stopBundler } from "../../host-sim/engines/bundle.js";
import { bundleMutated } from "../../host-sim/mutants/mutated-bundle.js";
import { type Picture, personOf } from "../../host-sim/sim/cast.js";
import { featuresOf } from "../../host-sim/sim/checkers/features.js";
import { Leftovers } from "../../host-sim/sim/checkers/leftovers.js";
import { Canaries } from "../../host-sim/sim/checkers/secrets.js";
import { performWorld, runWith } from "../../host-sim/sim/perform.js";
import { Modality } from "../../modules/messages/messages.generated.js";
import { ARENA_BYTES } from "../../modules/pipeline/arena.js";

test("palm and iris alike, what becomes of a picture is known, to the world that has seen it", () => {
	for (const trait of [Modality.palmVein, Modality.iris]) {
		const picture = pictureOf(trait);
		const features = featuresOf(picture);
		if (features === undefined) throw new Error("a good picture has features");
		const [seeing, blind] = [new Canaries(), new Canaries()];
		seeing.plantPicture(picture);
		const { data } = picture.image;
		const places = {
			"picture of": data.subarray(data.length >> 1, (data.length >> 1) + 4 * picture.image.width),
			"resampled picture of": features.region.subarray(features.region.length >> 1),
			"feature code of": features.code.subarray(features.code.length >> 1),
			"cells of": features.cells[0],
		};
		for (const [name, bytes] of Object.entries(places)) {
			const found = seeing.find(bytes) ?? "";
			// A code's cells are the cells of its first pose.
			assert.ok(found.startsWith(name) || name === "feature code of", `${found}, not ${name}`);
			assert.match(found, trait === Modality.iris ? / of iris$/ : / of palm$/);
			assert.is(blind.find(bytes), undefined);
		}
	}
});

function pictureOf(trait: Modality): Picture {
	const shown: Picture[] = [];
	const person = personOf({ palm: "ben", eye: "ben", demand: trait }, ({ picture }) => shown.push(picture));
	person.see({ purpose: "enrol", number: 1, condition: "good" }, 0, "on");
	return shown[0];
}

/** With a camera that dies, a plug that is pulled, and people who are wrong or not there. */
const WORLDS = [
	{ seed: 1772, hours: 0.2 },
	{ seed: 8, hours: 0.1 },
	{ seed: 5, hours: 0.1 },
];

test("of eyes nothing is left after match, enrolment, refusal, fault, cut and abort", async () => {
	const ended: Record<string, number> = {};
	for (const { seed, hours } of WORLDS) {
		const { demand, searches, failure } = await performWorld({ seed, hours, engine: "node" });
		assert.is(failure, undefined, `replay: npm run sim -- --seed ${seed} --hours ${hours}`);
		assert.ok(demand === "iris" || demand === "both");
		for (const [ending, count] of Object.entries(searches)) ended[ending] = (ended[ending] ?? 0) + count;
	}
	for (const ending of ["match", "enrolment", "refusal", "fault", "cut", "aborted"])
		assert.ok((ended[ending] ?? 0) > 0, `no search after "${ending}" in ${JSON.stringify(ended)}`);
});

/** Lines of the firmware without which something of an eye is left, and what is then said. */
const WIPES = [
	{
		file: "modules/unit/capture.ts",
		from: "		this.#frameBuffer.fill(0, 0, frame.width * frame.height);\n",
		found: /^picture of iris/,
	},
	{
		file: "modules/unit/capture.ts",
		from: "		this.#ambient?.data.fill(0);\n",
		found: /^a picture is left in the frame buffer/,
	},
	{
		file: "modules/pipeline/workspace.ts",
		from: "		this.#arena.clear(0, this.#scratchEnd);\n",
		found: /^(feature code|cells) of iris/,
	},
	{ file: "modules/pipeline/workspace.ts", from: "		this.samples.wipe();\n", found: /arena/ },
	{
		file: "modules/protection/fuzzy-commitment.ts",
		from: "		clear(this.#symbols);\n",
		found: /^committed key/,
	},
	{
		file: "modules/unit/requests.ts",
		from: 'if ("subjectToken" in body) body.subjectToken.fill(0);',
		found: /^subject token/,
	},
];
const IRIS_SEED = 5;

for (const { file, from, found } of WIPES)
	test(`in a world of eyes it shows when ${file} lacks: ${from.trim()}`, async () => {
		const text = await bundleMutated("host-sim/bridge/device/main.ts", [{ file, from, to: "" }], "firmware");
		const world = { seed: IRIS_SEED, hours: 0.1, engine: "node" } as const;
		const { demand, failure } = await runWith(bundleOf(text), world);
		assert.is(demand, "iris");
		assert.is(failure?.checker, "at rest nothing secret is left");
		assert.match(failure?.text ?? "", found);
	});

test("what is left at rest is seen: light, picture, a secret in any memory, anything in the arena", () => {
	const key = Uint8Array.from({ length: 32 }, (_, i) => 29 * i + 3);
	const look = (change: (rest: ReturnType<typeof atRest>) => void) => {
		const rest = atRest(key);
		change(rest);
		const leftovers = new Leftovers(rest);
		for (const started of [true, false])
			leftovers.see({ kind: "camera", started, atMs: 1000, operations: 0 });
		assert.is(leftovers.look(1400), undefined, "the request is still served");
		return leftovers.look(2000) ?? "nothing";
	};
	assert.is(
		look(() => {}),
		"nothing",
	);
	assert.match(
		look(({ board }) => (board.illuminator.levelPercent = 40)),
		/light is at 40/,
	);
	assert.match(
		look(({ memory }) => (memory.frame[640 * 479] = 1)),
		/frame buffer/,
	);
	assert.match(
		look(({ fresh }) => fresh.push(key.slice(0, 16))),
		/key in 16 bytes of memory/,
	);
	assert.match(
		look(({ old }) => old.push(key.slice(5))),
		/key in 27 bytes of memory that stays/,
	);
	assert.match(
		look(({ flash }) => flash.set(key, 100)),
		/key in 512 bytes of the flash/,
	);
	assert.match(
		look(({ old }) => (old[0][70_000] = 1)),
		/something in the arena/,
	);
	assert.match(
		look(({ old }) => old.pop()),
		/0 arenas/,
	);
});

/** A unit that rests and has nothing. */
function atRest(key: Uint8Array) {
	const canaries = new Canaries();
	canaries.plant("key", key);
	const [fresh, old, flash] = [[new Uint8Array(8)], [new Uint8Array(ARENA_BYTES)], new Uint8Array(512)];
	const memory = { frame: new Uint8Array(640 * 480), made: () => fresh, kept: () => old };
	const board = { camera: { isStarted: false }, illuminator: { levelPercent: 0 } };
	return { canaries, fresh, old, flash, memory, board, flashImage: () => flash };
}

test.after(() => stopBundler());
test.run();
