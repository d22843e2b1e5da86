/** Error rates of a comparison that accepts distances up to `threshold`. */
export interface OperatingPoint {
	readonly threshold: number;
	readonly fmr: number;
	readonly fnmr: number;
}

/** Every operating point at which an error rate changes, by rising threshold (ISO/IEC 19795-1, DET curve). */
export function operatingPoints(genuine: readonly number[], impostor: readonly number[]): OperatingPoint[] {
	const g = [...genuine].sort((x, y) => x - y);
	const i = [...impostor].sort((x, y) => x - y);
	const thresholds = [...new Set([...g, ...i])].sort((x, y) => x - y);
	const points: OperatingPoint[] = [{ threshold: -1, fmr: 0, fnmr: 1 }];
	let accepted = 0;
	let wrong = 0;
	for (const threshold of thresholds) {
		while (accepted < g.length && g[accepted] <= threshold) accepted++;
		while (wrong < i.length && i[wrong] <= threshold) wrong++;
		points.push({ threshold, fmr: wrong / i.length, fnmr: 1 - accepted / g.length });
	}
	return points;
}

/** Half the sum of both error rates where they are nearest. */
export function equalErrorRate(points: readonly OperatingPoint[]): number {
	let best = points[0];
	for (const point of points) {
		if (Math.abs(point.fmr - point.fnmr) < Math.abs(best.fmr - best.fnmr)) best = point;
	}
	return (best.fmr + best.fnmr) / 2;
}

/** The lowest false non-match rate whose false match rate is at most `fmr`. */
export function fnmrAt(points: readonly OperatingPoint[], fmr: number): number {
	let least = 1;
	for (const point of points) if (point.fmr <= fmr && point.fnmr < least) least = point.fnmr;
	return least;
}
