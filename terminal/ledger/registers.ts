/** The rows of each register, out of what happened. Pure; the same facts and config give the same rows. */
import { Action, Demand, EndReason, IncidentKind, Role } from "../../modules/messages/messages.generated.js";
import type { Sentence } from "../shared/contract.js";
import type { Cell, Column, Register, RegisterId, RegisterShape, Row } from "../shared/registers.js";
import { REGISTER_IDS } from "../shared/registers.js";
import { dayOf, monthOf, timeOfDay } from "./calendar.js";
import type { LedgerConfig } from "./config.js";
import { findingsOf } from "./detectors.js";
import type { Authentication, Enrolment, Facts, Revocation, SessionFact } from "./facts.js";
import {
	DETECTOR_WORDS,
	END_REASONS,
	ENROLMENT_WORDS,
	INCIDENT_WORDS,
	REGISTER_TITLES,
	REVOCATION_WORDS,
	ROLE_WORDS,
	RUNNING,
	TRAIT_WORDS,
	UNKNOWN,
} from "./words.js";

/** The register of a month. @param facts of this month and those beside it: a session may reach over. */
export function registerOf(facts: Facts, id: RegisterId, month: string, config: LedgerConfig): Register {
	const rows = ROWS[id](facts, config, (fact) => monthOf(fact.at) === month);
	return { ...shapeOf(id, config), rows };
}

export function shapesOf(config: LedgerConfig): readonly RegisterShape[] {
	return REGISTER_IDS.map((id) => shapeOf(id, config));
}

export function shapeOf(id: RegisterId, config: LedgerConfig): RegisterShape {
	const usage = config.usageColumns.map(({ field, ja, en }) => ({ id: field, ja, en }));
	const columns = id === "usage" ? usage : COLUMNS[id];
	return { id, title: REGISTER_TITLES[id], columns, kinds: KINDS[id] };
}

type InMonth = (fact: { readonly at: number }) => boolean;
type RowsOf = (facts: Facts, config: LedgerConfig, inMonth: InMonth) => readonly Row[];

const ROWS: Readonly<Record<RegisterId, RowsOf>> = {
	usage: ({ sessions }, config, inMonth) =>
		sessions.filter(inMonth).map((session) => ({
			...{ day: dayOf(session.at), person: session.person, entries: inOrder(session.entries) },
			kind: session.endReason === undefined ? "running" : kindOf(EndReason, session.endReason),
			cells: config.usageColumns.map(({ field }) => usageCell(field, session, config)),
		})),
	references: ({ enrolments, revocations }, _config, inMonth) =>
		[...enrolments.filter(inMonth).map(enrolmentRow), ...revocations.filter(inMonth).map(revocationRow)].sort(
			(a, b) => a.entries[0] - b.entries[0],
		),
	pledges: ({ enrolments }, _config, inMonth) =>
		enrolments.filter(inMonth).map(({ at, person, role, pledgeHash, witness, entries }) => ({
			...{ day: dayOf(at), person, entries, kind: kindOf(Role, role) },
			cells: [dayOf(at), { person }, ROLE_WORDS[role], pledgeHash, personOr(witness, NOBODY)],
		})),
	"wrong-queries": ({ authentications }, _config, inMonth) =>
		authentications.filter(inMonth).filter(isConfirmed).map(wrongQueryRow),
	attendance: attendanceRows,
	incidents: ({ incidents }, _config, inMonth) =>
		incidents.filter(inMonth).map(({ at, person, unit, kind, entries }) => ({
			...{ day: dayOf(at), person, entries, kind: kindOf(IncidentKind, kind) },
			cells: [dayOf(at), timeOfDay(at), INCIDENT_WORDS[kind], personOr(person, ""), unit],
		})),
	detectors: (facts, config, inMonth) =>
		findingsOf(facts, config)
			.filter(inMonth)
			.map(({ at, person, detector, detail, entries }) => ({
				...{ day: dayOf(at), person, entries, kind: detector },
				cells: [dayOf(at), DETECTOR_WORDS[detector], { person }, detail],
			})),
	confirmations: ({ confirmations }, _config, inMonth) =>
		confirmations.filter(inMonth).map(({ at, person, form, period, rowsHash, entries }) => {
			const id = REGISTER_IDS.find((known) => known === form);
			const title = id === undefined ? form : REGISTER_TITLES[id];
			return {
				...{ day: dayOf(at), person, entries, kind: form },
				cells: [dayOf(at), timeOfDay(at), title, period, { person }, rowsHash],
			};
		}),
};

function usageCell(field: string, session: SessionFact, config: LedgerConfig): Cell {
	const { at, person, unit, purpose, receptionHashes, endedAt, endReason } = session;
	switch (field) {
		case "date":
			return dayOf(at);
		case "begin":
			return timeOfDay(at);
		case "end":
			return endedAt === undefined ? RUNNING : timeOfDay(endedAt);
		case "minutes":
			return endedAt === undefined ? "" : String(Math.ceil((endedAt - at) / 60));
		case "operator":
			return { person };
		case "pseudonym":
			return person;
		case "purpose":
			return config.purposes.get(purpose) ?? String(purpose);
		case "reception":
			return receptionHashes.map((hash) => hash.slice(0, RECEPTION_SHOWN)).join(" ");
		case "endReason":
			return endReason === undefined ? RUNNING : END_REASONS[endReason];
		case "unit":
			return unit;
		default:
			// "confirmed" is filled in once somebody has; "blank" by hand.
			return "";
	}
}

function enrolmentRow({ at, person, modality, role, generation, witness, entries }: Enrolment): Row {
	const what = generation > 1 ? "renewed" : "enrolled";
	const cells = [
		...[dayOf(at), timeOfDay(at), ENROLMENT_WORDS[what], { person }, ROLE_WORDS[role]],
		...[TRAIT_WORDS[demandOf(modality)], String(generation), personOr(witness, NOBODY)],
	];
	return { day: dayOf(at), person, entries, kind: what, cells };
}

function revocationRow({ at, person, modality, reason, entries }: Revocation): Row {
	const trait = TRAIT_WORDS[demandOf(modality)];
	const words = [ENROLMENT_WORDS.revoked, { person }, "", trait, "", REVOCATION_WORDS[reason]];
	return {
		...{ day: dayOf(at), person, entries, kind: "revoked" },
		cells: [dayOf(at), timeOfDay(at), ...words],
	};
}

function isConfirmed({ action, refusal }: Authentication): boolean {
	return action === Action.confirm && refusal === undefined;
}

function wrongQueryRow({ at, person, asker, queryHash = "", unit, entries }: Authentication): Row {
	return {
		...{ day: dayOf(at), person: asker ?? "", entries, kind: "confirmed" },
		cells: [dayOf(at), timeOfDay(at), personOr(asker, UNKNOWN), { person }, queryHash, unit],
	};
}

/** A person's first and last accepted authentication of a day, and what lay between. */
function attendanceRows({ authentications }: Facts, _config: LedgerConfig, inMonth: InMonth): readonly Row[] {
	const days = new Map<string, Authentication[]>();
	for (const authentication of authentications.filter(inMonth)) {
		if (authentication.refusal !== undefined) continue;
		const key = `${dayOf(authentication.at)} ${authentication.person}`;
		days.set(key, [...(days.get(key) ?? []), authentication]);
	}
	return [...days.values()].map((all) => {
		const [first, last] = [all[0], all[all.length - 1]];
		const { at, person } = first;
		const logIns = all.filter(({ action }) => action === Action.logIn).length;
		const times = [timeOfDay(at), timeOfDay(last.at)];
		return {
			...{ day: dayOf(at), person, kind: "present" },
			cells: [dayOf(at), { person }, ...times, String(logIns), String(all.length)],
			entries: inOrder([...first.entries, ...last.entries]),
		};
	});
}

function personOr(person: string | undefined, otherwise: Cell): Cell {
	return person === undefined || person === "" ? otherwise : { person };
}

function demandOf(modality: number): Demand {
	return Object.values(Demand).find((value) => value === modality) ?? Demand.both;
}

function inOrder(entries: readonly number[]): readonly number[] {
	return [...new Set(entries)].sort((a, b) => a - b);
}

function kindOf(names: Readonly<Record<string, number>>, value: number): string {
	return Object.entries(names).find(([, number]) => number === value)?.[0] ?? String(value);
}

/** Enough to compare by eye with the hash of a reception number. */
const RECEPTION_SHOWN = 16;
const NOBODY: Sentence = { ja: "なし(最初の責任者)", en: "nobody (the first supervisor)" };

function column(id: string, ja: string, en: string): Column {
	return { id, ja, en };
}

const DATE = column("date", "年月日", "Date");
const TIME = column("time", "時刻", "Time");
const UNIT = column("unit", "装置", "Unit");

const COLUMNS: Readonly<Record<Exclude<RegisterId, "usage">, readonly Column[]>> = {
	references: [
		...[DATE, TIME, column("act", "区分", "What"), column("person", "対象者", "Person")],
		...[column("role", "権限", "Role"), column("trait", "照合情報", "Trait")],
		...[column("generation", "世代", "Generation"), column("witness", "立会者・事由", "Witness or reason")],
	],
	pledges: [
		...[DATE, column("person", "誓約者", "Person"), column("role", "権限", "Role")],
		...[column("pledge", "誓約書のSHA-256", "SHA-256 of the pledge"), column("witness", "立会者", "Witness")],
	],
	"wrong-queries": [
		...[DATE, TIME, column("operator", "操作者", "Operator"), column("confirmer", "確認者", "Confirmed by")],
		...[column("query", "照会のSHA-256", "SHA-256 of the query"), UNIT],
	],
	attendance: [
		...[DATE, column("person", "氏名", "Person"), column("first", "最初の照合", "First")],
		...[column("last", "最後の照合", "Last"), column("sessions", "ログイン回数", "Log-ins")],
		column("authentications", "照合回数", "Authentications"),
	],
	incidents: [DATE, TIME, column("what", "内容", "What"), column("person", "対象者", "Person"), UNIT],
	detectors: [
		...[DATE, column("what", "検知", "Finding"), column("person", "対象者", "Person")],
		column("detail", "内容", "Detail"),
	],
	confirmations: [
		...[DATE, TIME, column("form", "帳票", "Form"), column("period", "対象月", "Month")],
		...[
			column("confirmer", "確認者", "Confirmed by"),
			column("rows", "内容のSHA-256", "SHA-256 of the rows"),
		],
	],
};

function kindsOf(names: Readonly<Record<string, number>>, words: Readonly<Record<number, Sentence>>) {
	return Object.entries(names).map(([id, value]) => ({ id, ...words[value] }));
}

function kindsIn(words: Readonly<Record<string, Sentence>>) {
	return Object.entries(words).map(([id, sentence]) => ({ id, ...sentence }));
}

const KINDS: Readonly<Record<RegisterId, RegisterShape["kinds"]>> = {
	usage: [...kindsOf(EndReason, END_REASONS), { id: "running", ...RUNNING }],
	references: kindsIn(ENROLMENT_WORDS),
	pledges: kindsOf(Role, ROLE_WORDS),
	"wrong-queries": [],
	attendance: [],
	incidents: kindsOf(IncidentKind, INCIDENT_WORDS),
	detectors: kindsIn(DETECTOR_WORDS),
	confirmations: kindsIn(REGISTER_TITLES),
};
