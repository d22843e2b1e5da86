/** Days and months as the office counts them. Japan has one offset and no summer time. */

const OFFICE_OFFSET_S = 9 * 3600;

/** "2027-01-15" for a second since 1970. */
export function dayOf(seconds: number): string {
	return new Date((seconds + OFFICE_OFFSET_S) * 1000).toISOString().slice(0, 10);
}

/** "2027-01" */
export function monthOf(seconds: number): string {
	return dayOf(seconds).slice(0, 7);
}

/** "09:30:05" */
export function timeOfDay(seconds: number): string {
	return new Date((seconds + OFFICE_OFFSET_S) * 1000).toISOString().slice(11, 19);
}

/** Minutes since the office's midnight. */
export function minuteOfDay(seconds: number): number {
	return Math.floor(((((seconds + OFFICE_OFFSET_S) % 86400) + 86400) % 86400) / 60);
}

/** The month so many after `month`, or before it. */
export function monthAfter(month: string, count = 1): string {
	const [year, number] = month.split("-").map(Number);
	const months = year * 12 + number - 1 + count;
	return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
}
