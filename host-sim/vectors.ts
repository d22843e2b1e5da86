/** Other people's test vectors, from folders on this machine: `npm run vectors -- --help`. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { EXIT, runCommand } from "../terminal/command-line.js";
import { judgeAppendixA, judgeCborWg } from "./vectors/cbor.js";
import { judgeCoseWg, judgeGluecose } from "./vectors/cose.js";
import { type Doors, openDoors } from "./vectors/doors.js";
import { judgeMerkle } from "./vectors/merkle.js";
import { fieldsOf, type VectorResult } from "./vectors/suite.js";
import { judgeWycheproof } from "./vectors/wycheproof.js";

process.exitCode = await runCommand(
	{
		name: "vectors",
		usage: `npm run vectors -- DIR... [options]

Tries test vectors that others have published, read from folders in which their repositories are checked out:
cose-wg/Examples, gluecose/test-vectors, cbor-wg/cbor-test-vectors, cbor/test-vectors, C2SP/wycheproof,
transparency-dev/merkle. A vector for what the firmware does not do is skipped, and said so. Exits 1 when
one fails.

  --skips  name every skipped vector and why
  --json   sets and the summary as JSON, one object a line, the summary last
  --help   this text
`,
		options: { skips: { type: "boolean" } },
		operands: "DIR...",
		understand(values, folders) {
			if (folders.length === 0) throw new Error("name the folders that hold the vectors");
			for (const folder of folders)
				if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
					throw new Error(`${folder} is no folder`);
			return { folders, showsSkips: values["skips"] === true };
		},
		async run({ folders, showsSkips }, report) {
			const doors = openDoors();
			const sets = new Map<string, { passed: number; failed: number; skipped: number }>();
			for (const folder of folders) {
				for (const result of judgeFolder(doors, folder)) {
					const { suite, name, outcome, note = "" } = result;
					const set = sets.get(suite) ?? { passed: 0, failed: 0, skipped: 0 };
					set[outcome]++;
					sets.set(suite, set);
					if (outcome === "failed" || (outcome === "skipped" && showsSkips))
						report({ event: outcome, suite, name, note }, `${outcome}: ${suite}: ${name}: ${note}`);
				}
			}
			let [passed, failed, skipped] = [0, 0, 0];
			for (const [suite, set] of sets) {
				passed += set.passed;
				failed += set.failed;
				skipped += set.skipped;
				const text = `${suite}: ${set.passed} passed, ${set.failed} failed, ${set.skipped} skipped`;
				report({ event: "set", suite, ...set }, text);
			}
			const total = passed + failed + skipped;
			report(
				{ event: "summary", total, passed, skipped },
				`${passed} of ${total} passed, ${skipped} skipped`,
			);
			if (total === 0) throw new Error("the folders hold no vectors that we know");
			return failed === 0 ? EXIT.passed : EXIT.failed;
		},
	},
	process.argv.slice(2),
);

function* judgeFolder(doors: Doors, folder: string): Generator<VectorResult> {
	for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		if (entry.name.endsWith(".json")) yield* judgeJson(doors, folder, path);
		else if (entry.name.endsWith(".cbor")) yield* judgeCborWg(readFileSync(path)) ?? [];
	}
}

function judgeJson(doors: Doors, folder: string, path: string): readonly VectorResult[] {
	const value = parse(readFileSync(path, "utf8"));
	if (Array.isArray(value)) return judgeAppendixA(value) ?? [];
	const file = fieldsOf(value);
	const name = path.slice(folder.length + 1);
	const sets = judgeWycheproof(doors, basename(path), file);
	if (sets !== undefined) return sets;
	const one = judgeCoseWg(doors, name, file) ?? judgeGluecose(doors, name, file) ?? judgeMerkle(name, file);
	return one === undefined ? [] : [one];
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
