/** What somebody should look into: nothing of it is proof of a wrong, and its words do not say so. Pure. */
import { EndReason, RefusalReason } from "../../modules/messages/messages.generated.js";
import type { Sentence } from "../shared/contract.js";
import { dayOf, minuteOfDay, timeOfDay } from "./calendar.js";
import type { LedgerConfig } from "./config.js";
import type { Authentication, Facts, SessionFact } from "./facts.js";
import type { Detector } from "./words.js";

export interface Finding {
	readonly detector: Detector;
	/** Of what it begins with. */
	readonly at: number;
	readonly person: string;
	readonly detail: Sentence;
	readonly entries: readonly number[];
}

/** In the order of time. */
export function findingsOf(facts: Facts, config: LedgerConfig): readonly Finding[] {
	const byDay = groupsOf(facts.sessions);
	return [
		...byDay.flatMap((sessions) => allDay(sessions, config)),
		...byDay.flatMap((sessions) => missedLogOffs(sessions, config)),
		...groupsOf(facts.authentications).flatMap((all) => offHours(all, config)),
		...groupsOf(facts.authentications).flatMap((all) => failures(all, config)),
	].sort((a, b) => a.at - b.at);
}

/** One person's, of one day, in the order of time. */
function groupsOf<T extends { readonly at: number; readonly person: string }>(
	all: readonly T[],
): readonly (readonly T[])[] {
	const groups = new Map<string, T[]>();
	for (const one of [...all].sort((a, b) => a.at - b.at)) {
		const key = `${dayOf(one.at)} ${one.person}`;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [one]);
		else group.push(one);
	}
	return [...groups.values()];
}

/** The same ID the whole day, without the pause that one person needs. */
function allDay(sessions: readonly SessionFact[], { thresholds }: LedgerConfig): readonly Finding[] {
	const { unbrokenMinutes, breakMinutes } = thresholds;
	const findings: Finding[] = [];
	let stretch: SessionFact[] = [];
	let until = 0;
	const close = () => {
		const minutes = stretch.length === 0 ? 0 : Math.floor((until - stretch[0].at) / 60);
		if (minutes < unbrokenMinutes) return;
		const [from, to] = [timeOfDay(stretch[0].at).slice(0, 5), timeOfDay(until).slice(0, 5)];
		findings.push(
			found("all-day", stretch, {
				ja: `${from}から${to}まで${breakMinutes}分以上の休みなし (${minutes}分)`,
				en: `${from} to ${to} without ${breakMinutes} minutes' pause (${minutes} min)`,
			}),
		);
	};
	for (const session of sessions) {
		if (stretch.length > 0 && session.at - until >= 60 * breakMinutes) {
			close();
			stretch = [];
		}
		stretch.push(session);
		until = Math.max(stretch.length === 1 ? 0 : until, session.endedAt ?? session.at);
	}
	close();
	return findings;
}

/** Away, idle, or the next one came: the operator did not log off. */
function missedLogOffs(sessions: readonly SessionFact[], { thresholds }: LedgerConfig): readonly Finding[] {
	const missed = sessions.filter(({ endReason }) => endReason !== undefined && MISSED.includes(endReason));
	if (missed.length < thresholds.missedLogOffs) return [];
	const count = missed.length;
	return [
		found("missed-log-off", missed, {
			ja: `ログオフせずに終わった利用が${count}回`,
			en: `${count} sessions ended without a log-off`,
		}),
	];
}

const MISSED: readonly EndReason[] = [EndReason.idle, EndReason.absent, EndReason.handOver];

function offHours(all: readonly Authentication[], config: LedgerConfig): readonly Finding[] {
	const odd = all.filter(({ at, refusal }) => refusal === undefined && !isWorkingTime(at, config));
	if (odd.length === 0) return [];
	const times = odd.map(({ at }) => timeOfDay(at).slice(0, 5));
	const [first, last] = [times[0], times[times.length - 1]];
	return [
		found("off-hours", odd, {
			ja: `業務時間外の照合が${odd.length}回 (${first}〜${last})`,
			en: `${odd.length} authentications outside of the office's hours (${first} to ${last})`,
		}),
	];
}

function isWorkingTime(at: number, { workdays, opensAt, closesAt }: LedgerConfig): boolean {
	const weekday = new Date(`${dayOf(at)}T00:00:00Z`).getUTCDay();
	const minute = minuteOfDay(at);
	return workdays.includes(weekday) && minute >= opensAt && minute < closesAt;
}

function failures(all: readonly Authentication[], { thresholds }: LedgerConfig): readonly Finding[] {
	const failed = all.filter(({ refusal }) => refusal === RefusalReason.mismatch);
	if (failed.length < thresholds.failures) return [];
	return [
		found("failures", failed, {
			ja: `不一致が${failed.length}回`,
			en: `${failed.length} mismatches`,
		}),
	];
}

function found(
	detector: Detector,
	facts: readonly {
		readonly at: number;
		readonly person: string;
		readonly entries: readonly number[];
	}[],
	detail: Sentence,
): Finding {
	const [{ at, person }] = facts;
	const entries = [...new Set(facts.flatMap((fact) => fact.entries))].sort((a, b) => a - b);
	return { detector, at, person, detail, entries };
}
