/** A sample of `npm run mutants`, which takes minutes: the checks catch, and the list fits the sources. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { stopBundler } from "../../host-sim/engines/bundle.js";
import { runCheck } from "../../host-sim/mutants/checks.js";
import { MUTANTS } from "../../host-sim/mutants/list.js";
import { mutatedSources } from "../../host-sim/mutants/mutated-bundle.js";

const DEPTH = { sequences: 200, worlds: 2, hours: 0.2 };
const SAMPLE = [
	"a value's checksum is skipped",
	"the records of a commit count one by one",
	"an entry is published before it is stored",
	"the attempt is not counted before it is compared",
];

test("every mutant's text is in the sources, once, and no two have one name", () => {
	assert.ok(mutatedSources(MUTANTS).size > 5);
	assert.ok(MUTANTS.length >= 20);
	assert.is(new Set(MUTANTS.map(({ name }) => name)).size, MUTANTS.length);
});

test("a text that is no longer there is an error, not a mutant that got away", () => {
	const gone = { file: "modules/store/store.ts", from: "no such text", to: "" };
	assert.throws(() => mutatedSources([gone]), /0 times/);
});

for (const name of SAMPLE) {
	test(`caught: ${name}`, async () => {
		const mutant = MUTANTS.find((one) => one.name === name);
		if (mutant === undefined) throw new Error(`no mutant is called "${name}"`);
		assert.ok((await runCheck(mutant.checks[0], [mutant], DEPTH)) !== undefined);
	});
}

test("the checks have nothing against the sources as they are", async () => {
	assert.is(await runCheck("powercut", [], { ...DEPTH, sequences: 100 }), undefined);
	assert.is(await runCheck("sim", [], { ...DEPTH, worlds: 1 }), undefined);
});

test.after(() => stopBundler());
test.run();
