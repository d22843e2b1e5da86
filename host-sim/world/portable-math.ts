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

/** Direction of (x, y), -pi < angle <= pi; 0 for the origin. */
export function angleOf(y: number, x: number): number {
	const across = y < 0 ? -y : y;
	const along = x < 0 ? -x : x;
	if (across + along === 0) return 0;
	const steep = across > along ? arctangent(along / across) : arctangent(across / along);
	const first = across > along ? Math.PI / 2 - steep : steep;
	const upper = x < 0 ? Math.PI - first : first;
	return y < 0 ? -upper : upper;
}

/** @param slope 0..1; halves the angle twice, after which the series is short. */
function arctangent(slope: number): number {
	const half = slope / (1 + Math.sqrt(1 + slope * slope));
	const x = half / (1 + Math.sqrt(1 + half * half));
	let power = x;
	let sum = x;
	for (let n = 3; n <= 15; n += 2) {
		power *= -x * x;
		sum += power / n;
	}
	return 4 * sum;
}
