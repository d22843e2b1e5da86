/**
 * The import law. LAW is the whole of it: a place may import itself, what stands beside it, and the types of
 * hal/hal.ts; everything else is refused, packages and node:* included. The rules are made from the table.
 * test/illegal holds a small tree that breaks each rule; test/law/law.test.ts checks that each one bites.
 */
const { builtinModules } = require("node:module");

// Raw features cannot be serialised, because nothing up to `modality` can see a codec or a store.
const BYTES = ["modules/bytes"];
const IMAGE = [...BYTES, "modules/image"];
const MODALITY = [...IMAGE, "modules/modality"];
const PROTECTION = [...BYTES, "modules/protection"];
const MESSAGES = [...BYTES, "modules/codec", "modules/messages"];
const PIPELINE = [...new Set([...MODALITY, ...PROTECTION, "modules/pipeline"])];
const CORE = [
	...new Set([...PIPELINE, ...MESSAGES, "modules/policy", "modules/store", "modules/device", "modules/unit"]),
];

// Small packages that touch no file and no network.
const BROWSER = [...MESSAGES, "terminal/shared", "browser packages"];

const LAW = {
	"modules/bytes": [],
	"modules/image": BYTES,
	"modules/modality": IMAGE,
	"modules/protection": BYTES,
	"modules/pipeline": PIPELINE,
	"modules/policy": BYTES,
	"modules/store": PROTECTION,
	"modules/codec": BYTES,
	"modules/messages": MESSAGES,
	"modules/device": ["modules/bytes", "modules/codec"], // what drivers know without a board
	"modules/unit": CORE,
	"modules/selftest": ["modules/bytes", "modules/codec"], // the doors' contract
	"hal/esp32": [...CORE, "modules/selftest", "sdk"],
	"hal/pico": [...CORE, "hal/esp32", "sdk"], // has most doors from there
	// The simulator's doors on the SDK's own engine.
	"hal/lin": [...CORE, "hal/esp32", "host-sim/bridge", "host-sim/bridge/device", "sdk"],
	"host-sim/bridge": CORE, // what both ends of the bridge share; runs in XS
	"host-sim/bridge/device": [...CORE, "modules/selftest", "host-sim/bridge"], // runs in XS
	"terminal/shared": MESSAGES, // what a page and the program behind it share
	"host-sim/shared": [...MESSAGES, "terminal/shared"],
	"terminal/page": BROWSER, // runs in a browser
	"host-sim/page": [...BROWSER, "host-sim/shared", "terminal/page"], // runs in a browser
	terminal: [...MESSAGES, "terminal/shared", "npm", "node:*"],
	"host-sim": [...CORE, "host-sim/bridge", "host-sim/shared", "terminal", "terminal/shared", "npm", "node:*"],
	test: [
		...[...CORE, "modules/selftest", "host-sim/bridge", "host-sim/bridge/device", "host-sim"],
		...["host-sim/shared", "terminal", "terminal/shared", "npm", "node:*"],
	],
};

/** Files that somebody starts or bundles; every other file must be imported by something that ships. */
const ENTRY_POINTS = [
	"^host-sim/(start|engine|evaluate|realism|bench|mcu|memory)\\.ts$",
	"^host-sim/(powercut|store-wear|sim|mutants|update-cuts|vectors|forge|latency|queue|fuzz|fleet)\\.ts$",
	"^host-sim/(check-device|build-device|sbom|provision|selftest|lockout|reproduce)\\.ts$",
	"^terminal/cli\\.ts$",
	"^terminal/ledger/check-thread\\.(ts|mjs)$",
	"^host-sim/ledger-trial\\.ts$",
	"^(terminal|host-sim)/page/main\\.ts$",
	"^host-sim/(page-figures|screenshots)\\.ts$",
	"^host-sim/setup\\.mjs$",
	"^host-sim/messages/generate\\.ts$",
	"^host-sim/bridge/device/(main|store-boot|selftest)\\.ts$",
	"^host-sim/bench/(device|answer-device)\\.ts$",
	"^hal/(esp32|pico|lin)/(selftest/)?main\\.ts$",
	"^hal/esp32/kernels/kernels\\.ts$",
	"\\.d\\.ts$",
];

const DOORS = "^hal/hal\\.ts$";

/** Places that are not simply a folder. */
const PATTERNS = {
	npm: "(^|/)node_modules/",
	"node:*": `^(node:)?(${builtinModules.filter((name) => !name.startsWith("_")).join("|")})$`,
	sdk: "^(embedded:|(crypt|curve|ecp|mont|time|timer|mc/config)$)",
	"host-sim/bridge": "^host-sim/bridge/[^/]+$",
	"host-sim": "^host-sim/(?!bridge/device/|bridge/[^/]+$|page/|shared/)",
	terminal: "^terminal/(?!page/|shared/)",
	"browser packages": "(^|/)node_modules/(@noble/(curves|hashes)|lit-html)/",
	test: "^test/(?!illegal/)",
};

const patternOf = (place) => PATTERNS[place] ?? `^${place}/`;

const placeRules = Object.entries(LAW).map(([place, may]) => ({
	name: `imports of ${place}`,
	comment: `${place} may import itself, types of hal/hal.ts, ${may.join(", ") || "and nothing else"}`,
	severity: "error",
	from: { path: patternOf(place) },
	to: { pathNot: [DOORS, patternOf(place), ...may.map(patternOf)] },
}));

module.exports = {
	forbidden: [
		...placeRules,
		{
			name: "folder outside the table",
			comment: "a new folder is given its line in LAW before it imports anything",
			severity: "error",
			from: {
				path: "^(modules|hal|host-sim|terminal|test)/",
				pathNot: [DOORS, ...Object.keys(LAW).map(patternOf)],
			},
			to: {},
		},
		{
			name: "imports of hal/hal.ts",
			comment: "the doors are types; they import nothing",
			severity: "error",
			from: { path: DOORS },
			to: {},
		},
		{
			name: "doors are types",
			comment: "hal/hal.ts is imported with `import type`: at run time a board hands the doors over",
			severity: "error",
			from: {},
			to: { path: DOORS, dependencyTypesNot: ["type-only"] },
		},
		{
			name: "no cycles",
			comment: "type-only imports count too: two files that need each other's types are one concept or three",
			severity: "error",
			from: {},
			to: { circular: true },
		},
		{
			name: "no orphans",
			comment:
				"nothing but a test imports this file: it does not ship. With `no cycles`, all else is reachable",
			severity: "error",
			module: {
				path: "^(modules|hal|host-sim|terminal)/",
				pathNot: ENTRY_POINTS,
				numberOfDependentsLessThan: 1,
			},
			from: { pathNot: "^test/" },
		},
		{
			name: "no orphans in test",
			comment: "a helper that no test imports",
			severity: "error",
			module: {
				path: "^test/",
				// A *-unit.ts or *-probe.ts is bundled for an engine, a *-process.ts started, not imported.
				pathNot: ["\\.test\\.ts$", "-(unit|probe|process)\\.ts$", "^test/run\\.ts$", "^test/illegal/"],
				numberOfDependentsLessThan: 1,
			},
			from: {},
		},
	],
	options: {
		doNotFollow: { path: ["node_modules", "^test/illegal/"] },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: "tsconfig.json" },
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["import", "require", "node", "default", "types"],
			mainFields: ["module", "main", "types"],
		},
		skipAnalysisNotInRules: true,
	},
};
