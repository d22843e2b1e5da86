/**
 * sin, cos and exp from IEEE 754 sums and products only. ECMAScript leaves the last bits of Math.sin and
 * Math.exp to the engine; these give the same bits everywhere. Errors stay below 1e-9 in the ranges given.
 */

const TAU = 2 * Math.PI;

/** @param angle radians, |angle| < 1e6. */
export function sine(angle: number): number {
	const turn = angle / TAU;
	let x = (turn - Math.floor(turn + 0.5)) * TAU;
	// Fold into -pi/2 .. pi/2, where the series is short.
	if (x > Math.PI / 2) x = Math.PI - x;
	else if (x < -Math.PI / 2) x = -Math.PI - x;
	let term = x;
	let sum = x;
	for (let n = 2; n <= 16; n += 2) {
		term *= (-x * x) / (n * (n + 1));
		sum += term;
	}
	return sum;
}

export function cosine(angle: number): number {
	return sine(angle + Math.PI / 2);
}

/** @param x |x| < 20. */
export function exponential(x: number): number {
	const part = x / 64;
	let term = 1;
	let sum = 1;
	for (let n = 1; n <= 12; n++) {
		term *= part / n;
		sum += term;
	}
	for (let i = 0; i < 6; i++) sum *= sum;
	return sum;
}

export function degrees(angle: number): number {
	return (angle * Math.PI) / 180;
}
