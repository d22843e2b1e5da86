import Curve from "curve";
import ECPoint from "ecp";
import Mont from "mont";
import {
	P256_ORDER,
	P256_PRIME,
	type P256Group,
	type P256Point,
} from "../../../modules/device/ecdsa-p256.js";

/** P-256 by the SDK's native arithmetic: a multiplication takes about 2 ms on a computer. */
export function openP256(): P256Group {
	const { ec, G } = new Curve("secp256r1");
	const scalars = new Mont({ m: P256_ORDER });
	return {
		multiplyBase: (k) => affine(ec.mul(G, k)),
		multiplyAdd(j, k, q) {
			const sum = ec.mul2(G, j, new ECPoint(q.x, q.y), k);
			return sum.isZero() ? undefined : affine(sum);
		},
		invert: (a) => scalars.mulinv(a),
	};
}

/** The natives leave results below the prime; the remainder costs nothing beside a multiplication. */
function affine(point: ECPoint): P256Point {
	return { x: point.X % P256_PRIME, y: point.Y % P256_PRIME };
}
