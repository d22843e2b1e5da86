/**
 * The Merkle tree of RFC 9162 2.1: whoever holds a root can be shown that an entry is in the tree, and that a
 * later tree only added to an earlier one, without being given the other entries.
 *
 *                    root(7)               complete subtrees are kept, level by level:
 *                  /         \               level 2   n0..3
 *             n0..3           n4..6          level 1   n0..1  n2..3  n4..5
 *            /     \         /     \         level 0   d0 d1  d2 d3  d4 d5  d6
 *        n0..1   n2..3   n4..5     d6
 *
 *     leaf = SHA-256(0x00 || entry)     node = SHA-256(0x01 || left || right)     empty = SHA-256()
 */
import { hash } from "node:crypto";
import { assert } from "../modules/bytes/assert.js";
import { equalConstantTime } from "../modules/bytes/bytes.js";
import { half, isHash, isIndex, leafOf, nodeOf, provesInclusion } from "./shared/merkle-proof.js";

/** Mutable: grows by `appendLeaf`. 64 bytes an entry. */
export interface MerkleTree {
	/** `levels[h][i]`: of the complete subtree over leaves i * 2^h to (i + 1) * 2^h - 1. */
	readonly levels: Uint8Array[][];
}

export function newMerkleTree(): MerkleTree {
	return { levels: [[]] };
}

export function leafCount({ levels }: MerkleTree): number {
	return levels[0].length;
}

/** @param entry any bytes; an entry's index is the number of entries before it. */
export function appendLeaf(tree: MerkleTree, entry: Uint8Array): void {
	appendLeafHash(tree, leafHash(entry));
}

/** `appendLeaf` for an entry of which only the hash is at hand. */
export function appendLeafHash({ levels }: MerkleTree, leaf: Uint8Array): void {
	let hash = leaf;
	for (let height = 0; ; height++) {
		if (height === levels.length) levels.push([]);
		const level = levels[height];
		level.push(hash);
		if (level.length % 2 === 1) return;
		hash = nodeHash(level[level.length - 2], hash);
	}
}

/** MTH(D[0:size]), 2.1.1. @param size 0..leafCount */
export function rootOf(tree: MerkleTree, size = leafCount(tree)): Uint8Array {
	assert(isIndex(size) && size <= leafCount(tree), "rootOf: size");
	return size === 0 ? sha256(new Uint8Array(0)) : hashOf(tree, 0, size);
}

/**
 * PATH(index, D[0:size]), 2.1.3.1, from the leaf upwards. @param index 0..size - 1 @param size 1..leafCount
 */
export function inclusionProof(tree: MerkleTree, index: number, size = leafCount(tree)): Uint8Array[] {
	assert(isIndex(index) && index < size && size <= leafCount(tree), "inclusionProof: index");
	const path: Uint8Array[] = [];
	let [from, to] = [0, size];
	while (to - from > 1) {
		const middle = from + splitOf(to - from);
		path.push(index < middle ? hashOf(tree, middle, to) : hashOf(tree, from, middle));
		if (index < middle) to = middle;
		else from = middle;
	}
	return path.reverse();
}

/** PROOF(first, D[0:size]), 2.1.4.1. @param first 1..size @param size 1..leafCount */
export function consistencyProof(tree: MerkleTree, first: number, size = leafCount(tree)): Uint8Array[] {
	assert(isIndex(first) && first >= 1 && first <= size && size <= leafCount(tree), "consistencyProof: size");
	const path: Uint8Array[] = [];
	let [from, to] = [0, size];
	while (first !== to) {
		const middle = from + splitOf(to - from);
		path.push(first <= middle ? hashOf(tree, middle, to) : hashOf(tree, from, middle));
		if (first <= middle) to = middle;
		else from = middle;
	}
	// The old root itself needs no mention when it is a whole subtree of the new tree.
	if (from > 0) path.push(hashOf(tree, from, to));
	return path.reverse();
}

/** 2.1.3.2: is `leaf`, by `leafHash`, number `index` in the tree of `size` leaves whose root is `root`? */
export function verifyInclusion(
	root: Uint8Array,
	size: number,
	index: number,
	leaf: Uint8Array,
	path: readonly Uint8Array[],
): boolean {
	return provesInclusion(sha256, root, size, index, leaf, path);
}

/** 2.1.4.2: does the tree of `size` leaves begin with the tree of `first` leaves? */
export function verifyConsistency(
	firstRoot: Uint8Array,
	first: number,
	root: Uint8Array,
	size: number,
	path: readonly Uint8Array[],
): boolean {
	if (!isIndex(first) || !isIndex(size) || first < 1 || first > size) return false;
	if (![firstRoot, root, ...path].every(isHash)) return false;
	if (first === size) return path.length === 0 && equalConstantTime(firstRoot, root);
	let [node, last] = [first - 1, size - 1];
	while (node % 2 === 1) [node, last] = [half(node), half(last)];
	const [seed, ...rest] = node === 0 ? [firstRoot, ...path] : path;
	if (seed === undefined || path.length === 0) return false;
	let [oldHash, newHash] = [seed, seed];
	for (const sibling of rest) {
		if (last === 0) return false;
		if (node % 2 === 1 || node === last) {
			[oldHash, newHash] = [nodeHash(sibling, oldHash), nodeHash(sibling, newHash)];
			while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
		} else newHash = nodeHash(newHash, sibling);
		[node, last] = [half(node), half(last)];
	}
	return last === 0 && equalConstantTime(oldHash, firstRoot) && equalConstantTime(newHash, root);
}

/** MTH(D[from:to]); `from` is a multiple of the smallest power of two that is not below `to - from`. */
function hashOf(tree: MerkleTree, from: number, to: number): Uint8Array {
	const count = to - from;
	const height = 31 - Math.clz32(count);
	if (count === 2 ** height) return tree.levels[height][from / count];
	const middle = from + splitOf(count);
	return nodeHash(hashOf(tree, from, middle), hashOf(tree, middle, to));
}

/** The largest power of two below `count`; `count` is 2 at least. */
function splitOf(count: number): number {
	return 2 ** (31 - Math.clz32(count - 1));
}

/** What stands in the tree for `entry`. */
export function leafHash(entry: Uint8Array): Uint8Array {
	return leafOf(sha256, entry);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
	return nodeOf(sha256, left, right);
}

/** Public data only: no need of the unit's door. */
export function sha256(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(hash("sha256", bytes, "buffer"));
}
