/** Proofs of RFC 9162 2.1, checked by whoever was given a root: in Node or in a browser. */
import { concat, equalConstantTime } from "../../modules/bytes/bytes.js";

export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** What stands in the tree for `entry`. */
export function leafOf(sha256: Sha256, entry: Uint8Array): Uint8Array {
	return sha256(concat(Uint8Array.of(0), entry));
}

export function nodeOf(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
	return sha256(concat(Uint8Array.of(1), left, right));
}

/** 2.1.3.2: is `leaf`, by `leafOf`, number `index` in the tree of `size` leaves whose root is `root`? */
export function provesInclusion(
	sha256: Sha256,
	root: Uint8Array,
	size: number,
	index: number,
	leaf: Uint8Array,
	path: readonly Uint8Array[],
): boolean {
	if (!isIndex(index) || !isIndex(size) || index >= size) return false;
	if (![leaf, root, ...path].every(isHash)) return false;
	let [node, last] = [index, size - 1];
	let hash = leaf;
	for (const sibling of path) {
		if (last === 0) return false;
		if (node % 2 === 1 || node === last) {
			hash = nodeOf(sha256, sibling, hash);
			while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
		} else hash = nodeOf(sha256, hash, sibling);
		[node, last] = [half(node), half(last)];
	}
	return last === 0 && equalConstantTime(hash, root);
}

export function half(value: number): number {
	return Math.floor(value / 2);
}

export function isIndex(value: number): boolean {
	return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}

export function isHash(bytes: Uint8Array): boolean {
	return bytes.length === 32;
}
