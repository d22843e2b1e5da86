/**
 * What an office decides about its ledger: the columns of its usage record (the form's columns are not
 * published), the names of its purposes, its hours, and when a detector speaks. A JSON file; what it leaves
 * out is as in DEFAULT_CONFIG, what it has beyond is a mistake.
 *
 *     {"office": "旅券窓口", "usageColumns": [{"field": "date", "ja": "年月日", "en": "Date"}, ..],
 *      "purposes": {"10": {"ja": "..", "en": ".."}}, "hours": {"from": "08:30", "to": "17:15"},
 *      "workdays": [1, 2, 3, 4, 5], "retentionYears": 7,
 *      "thresholds": {"unbrokenMinutes": 360, "breakMinutes": 30, "missedLogOffs": 3, "failures": 5}}
 */
import { existsSync, readFileSync } from "node:fs";
import { OFFICE_PURPOSES } from "../service/purposes.js";
import type { Sentence } from "../shared/contract.js";
import { FieldMistake, Place } from "./config-place.js";
import { CONFIRMATION_PURPOSE } from "./facts.js";
import { JsonMistake, parseLocated, type Spot } from "./located-json.js";

/** What a column of the usage record may show. */
export const USAGE_FIELDS = [
	...["date", "begin", "end", "minutes", "operator", "pseudonym", "purpose", "reception", "endReason"],
	...["unit", "confirmed", "blank"],
] as const;

export interface UsageColumn extends Sentence {
	/** One of USAGE_FIELDS. */
	readonly field: string;
}

export interface Thresholds {
	/** Minutes from a person's first to last use of a day without a break, from which on it is told. */
	readonly unbrokenMinutes: number;
	/** Minutes without use that count as a break. */
	readonly breakMinutes: number;
	/** Sessions of a person and day that somebody or something else had to end. */
	readonly missedLogOffs: number;
	/** Mismatches of a person and day. */
	readonly failures: number;
}

export interface LedgerConfig {
	readonly office: string;
	readonly usageColumns: readonly UsageColumn[];
	/** By purpose code. */
	readonly purposes: ReadonlyMap<number, Sentence>;
	/** Minutes since midnight. */
	readonly opensAt: number;
	readonly closesAt: number;
	/** Days of the week on which the office works, 0 is Sunday. */
	readonly workdays: readonly number[];
	readonly thresholds: Thresholds;
	/** Years that a month is kept. */
	readonly retentionYears: number;
}

export const DEFAULT_CONFIG: LedgerConfig = {
	office: "",
	usageColumns: [
		{ field: "date", ja: "年月日", en: "Date" },
		{ field: "begin", ja: "開始", en: "Begin" },
		{ field: "end", ja: "終了", en: "End" },
		{ field: "operator", ja: "操作者", en: "Operator" },
		{ field: "purpose", ja: "利用目的", en: "Purpose" },
		{ field: "reception", ja: "受付番号(照合値)", en: "Reception (hash)" },
		{ field: "endReason", ja: "終了の理由", en: "Ended by" },
		{ field: "confirmed", ja: "責任者確認", en: "Confirmed" },
	],
	purposes: new Map([
		...OFFICE_PURPOSES.map(({ code, name }) => [code, name] as const),
		[CONFIRMATION_PURPOSE, { ja: "記録簿の確認", en: "confirmation of the ledger" }],
	]),
	opensAt: 8 * 60 + 30,
	closesAt: 17 * 60 + 15,
	workdays: [1, 2, 3, 4, 5],
	thresholds: {
		// A morning and an afternoon without half an hour's pause: a meal was not taken, or the ID was shared.
		unbrokenMinutes: 360,
		breakMinutes: 30,
		// Once is a person called away; three times in a day is a habit.
		missedLogOffs: 3,
		// As many as lock a person out under our default policy.
		failures: 5,
	},
	retentionYears: 7,
};

export type ConfigRead =
	| { readonly kind: "read"; readonly config: LedgerConfig }
	/** `field`: the way to it, as "hours.from"; empty where the file is no JSON. */
	| {
			readonly kind: "mistaken";
			readonly path: string;
			readonly at: Spot;
			readonly field: string;
			readonly what: string;
	  };

/** The defaults where there is no such file. */
export function readConfig(path: string): ConfigRead {
	if (!existsSync(path)) return { kind: "read", config: DEFAULT_CONFIG };
	const mistaken = (at: Spot, field: string, what: string): ConfigRead => ({
		...{ kind: "mistaken", path, at, field, what },
	});
	try {
		return { kind: "read", config: configOf(new Place("", parseLocated(readFileSync(path, "utf8")))) };
	} catch (error) {
		if (error instanceof FieldMistake) return mistaken(error.at, error.field, error.message);
		if (error instanceof JsonMistake) return mistaken(error.at, "", error.message);
		throw error;
	}
}

/** What to say of a mistaken file. */
export function configMistake({ path, at, field, what }: Extract<ConfigRead, { kind: "mistaken" }>): string {
	const where = `${path}:${at.line}:${at.column}${field === "" ? "" : `, ${field}`}`;
	return `${where}: ${what}. Correct it and start again, or take the file away to have the defaults.`;
}

function configOf(file: Place): LedgerConfig {
	const basis = DEFAULT_CONFIG;
	file.only(["office", "usageColumns", "purposes", "hours", "workdays", "thresholds", "retentionYears"]);
	const [hours, thresholds] = [file.field("hours"), file.field("thresholds")];
	hours?.only(["from", "to"]);
	thresholds?.only(Object.keys(basis.thresholds));
	const number = (name: keyof Thresholds, least: number, most: number) =>
		thresholds?.field(name)?.number(least, most) ?? basis.thresholds[name];
	const opensAt = hours?.field("from")?.minutes() ?? basis.opensAt;
	const closesAt = hours?.field("to")?.minutes() ?? basis.closesAt;
	if (closesAt <= opensAt) throw (hours ?? file).mistake("the hours end before they begin");
	const workdays = file.field("workdays")?.items();
	return {
		office: file.field("office")?.text() ?? basis.office,
		usageColumns: file.field("usageColumns")?.items().map(columnOf) ?? basis.usageColumns,
		purposes: purposesOf(file.field("purposes")) ?? basis.purposes,
		...{ opensAt, closesAt },
		workdays: workdays?.map((day) => day.number(0, 6)) ?? basis.workdays,
		thresholds: {
			unbrokenMinutes: number("unbrokenMinutes", 30, 1440),
			breakMinutes: number("breakMinutes", 1, 240),
			missedLogOffs: number("missedLogOffs", 1, 100),
			failures: number("failures", 1, 100),
		},
		retentionYears: file.field("retentionYears")?.number(7, 100) ?? basis.retentionYears,
	};
}

function columnOf(place: Place): UsageColumn {
	place.only(["field", "ja", "en"]);
	const field = place.need("field").oneOf(USAGE_FIELDS);
	return { field, ...sentenceOf(place) };
}

/** The office's own, and what the ledger itself asks for. */
function purposesOf(place: Place | undefined): ReadonlyMap<number, Sentence> | undefined {
	if (place === undefined) return undefined;
	const own = place.names().map((code) => {
		const purpose = place.need(code);
		if (!/^(0|[1-9]\d{0,2})$/.test(code) || Number(code) >= CONFIRMATION_PURPOSE)
			throw purpose.mistake(`a purpose code is a number from 0 to ${CONFIRMATION_PURPOSE - 1}`);
		purpose.only(["ja", "en"]);
		return [Number(code), sentenceOf(purpose)] as const;
	});
	const confirmation = DEFAULT_CONFIG.purposes.get(CONFIRMATION_PURPOSE);
	return new Map([
		...own,
		...(confirmation === undefined ? [] : [[CONFIRMATION_PURPOSE, confirmation] as const]),
	]);
}

function sentenceOf(place: Place): Sentence {
	const ja = place.need("ja").text();
	return { ja, en: place.field("en")?.text() ?? ja };
}
