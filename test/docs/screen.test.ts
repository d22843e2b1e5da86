/** What the readers' pages say that screen, lights and policy do is what these do. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { EndReason, HintReason, Modality, RefusalReason } from "../../modules/messages/messages.generated.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { hintSentence, UNIT_REFUSED } from "../../terminal/sentences.js";
import { SESSION_ENDED } from "../../terminal/service/alerts.js";

const PAGES = [
	{
		language: "ja",
		operator: "docs/operator.ja.md",
		officer: "docs/security-officer.ja.md",
		unit: "docs/unit.ja.md",
	},
	{ language: "en", operator: "docs/operator.md", officer: "docs/security-officer.md", unit: "docs/unit.md" },
] as const;
const COLOURS = {
	ja: { green: "緑", amber: "橙", red: "赤" },
	en: { green: "green", amber: "amber", red: "red" },
};
const OF_A_LOG_IN = [
	RefusalReason.mismatch,
	RefusalReason.noCapture,
	RefusalReason.locked,
	RefusalReason.disabled,
	RefusalReason.dayClosed,
	RefusalReason.notEnrolled,
];
const AND = { ja: "と", en: " and " };

const test = suite("screen");

for (const { language, operator, officer, unit } of PAGES) {
	const page = readFileSync(operator, "utf8");

	test(`${operator} explains every hint that the screen can show, in the screen's words`, () => {
		const hints = Object.values(HintReason).flatMap((reason) =>
			[Modality.palmVein, Modality.iris].map((trait) => hintSentence(reason, trait)[language]),
		);
		assert.ok(hints.length > 30);
		for (const hint of hints) assert.ok(tablesOf(page).includes(beginning(hint)), hint);
	});

	test(`${operator} quotes the refusals of a log-in as the screen says them`, () => {
		for (const refusal of OF_A_LOG_IN) {
			const said = UNIT_REFUSED[refusal].reason[language];
			assert.ok(tablesOf(page).includes(`| ${said} |`), said);
		}
	});

	test(`${operator} quotes why a session was ended as the locked screen says it`, () => {
		for (const reason of [EndReason.idle, EndReason.absent, EndReason.link])
			assert.ok(page.includes(SESSION_ENDED[reason][language]), SESSION_ENDED[reason][language]);
	});

	test(`${officer} has the numbers of the policy that a unit begins with`, () => {
		const text = readFileSync(officer, "utf8");
		const { policyVersion, requiredModality, ...numbers } = DEFAULT_POLICY;
		assert.equal([policyVersion, requiredModality], [0, Modality.palmVein]);
		for (const [name, value] of Object.entries(numbers))
			assert.match(text, new RegExp(`^\\| \`${name}\` \\| ${value} \\|`, "m"), name);
	});

	test(`${operator} and ${unit} have a row for each thing that the unit shows, and no other`, () => {
		const [and, colour] = [AND[language], COLOURS[language]];
		const shown = signalsOfStates().map(({ lights, beeps }) =>
			[lights.map((light) => colour[light]).join(and), beeps].join(" "),
		);
		for (const path of [operator, unit]) {
			const rows = [...readFileSync(path, "utf8").matchAll(/^\| ([^|]+) \|(?: (\d)(?: 回)?)? \| [^|]+ \|$/gm)]
				.filter(([, lights]) => lights.split(and).every((word) => Object.values(colour).includes(word)))
				.map(([, lights, beeps = "0"]) => `${lights} ${beeps}`);
			assert.equal([...new Set(rows)].sort(), [...new Set(shown)].sort(), path);
		}
	});
}

test.run();

type Colour = "green" | "amber" | "red";

/** The driver's table, for the states that the firmware has. */
function signalsOfStates(): readonly { readonly lights: readonly Colour[]; readonly beeps: number }[] {
	const driver = readFileSync("hal/esp32/doors/signals.ts", "utf8");
	const machine = readFileSync("modules/unit/states.ts", "utf8");
	const [, union = ""] = /export type State =([\s\S]*?);\n\n/.exec(machine) ?? [];
	const states = [...union.matchAll(/readonly kind: "([\w-]+)"/g)].map(([, name]) => name);
	assert.ok(states.includes("idle") && states.includes("faulted"), "the states are read from states.ts");
	return states
		.filter((name) => !["subject", "witness"].includes(name))
		.map((name) => {
			const row = new RegExp(`^\\t"?${name}"?: \\{ lights: (\\[.*?\\]), beeps: (\\d) \\}`, "m").exec(driver);
			assert.ok(row, `${name} has a line in signals.ts`);
			const lights: unknown = JSON.parse(row?.[1] ?? "[]");
			return { lights: coloursOf(lights), beeps: Number(row?.[2]) };
		});
}

function coloursOf(value: unknown): readonly Colour[] {
	return Array.isArray(value) ? value.filter((one) => one in COLOURS.en) : [];
}

function tablesOf(page: string): string {
	return page
		.split("\n")
		.filter((line) => line.startsWith("| "))
		.join("\n");
}

/** The first sentence of two. */
function beginning(sentence: string): string {
	return /^[^。;]+/.exec(sentence)?.[0] ?? sentence;
}
