/** The tree beside a slow twin that follows RFC 9162's recursive definitions to the letter. */
import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toHex } from "../../modules/bytes/bytes.js";
import {
	appendLeaf,
	consistencyProof,
	inclusionProof,
	leafCount,
	leafHash,
	newMerkleTree,
	rootOf,
	verifyConsistency,
	verifyInclusion,
} from "../../terminal/merkle.js";

const SIZE = 40;
const ENTRIES = Array.from({ length: SIZE }, (_, i) => Buffer.from(`entry ${i}`));
const tree = newMerkleTree();
for (const entry of ENTRIES) appendLeaf(tree, entry);

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
	createHash("sha256").update(Buffer.concat(parts)).digest();

/** The largest power of two smaller than n. */
function k(n: number): number {
	let power = 1;
	while (2 * power < n) power *= 2;
	return power;
}

/** 2.1.1 */
function mth(d: readonly Uint8Array[]): Uint8Array {
	if (d.length === 0) return sha256();
	if (d.length === 1) return sha256(Uint8Array.of(0), d[0]);
	return sha256(Uint8Array.of(1), mth(d.slice(0, k(d.length))), mth(d.slice(k(d.length))));
}

/** 2.1.3.1 */
function path(m: number, d: readonly Uint8Array[]): Uint8Array[] {
	if (d.length === 1) return [];
	const split = k(d.length);
	if (m < split) return [...path(m, d.slice(0, split)), mth(d.slice(split))];
	return [...path(m - split, d.slice(split)), mth(d.slice(0, split))];
}

/** 2.1.4.1 */
function subproof(m: number, d: readonly Uint8Array[], kind: "whole" | "part"): Uint8Array[] {
	if (m === d.length) return kind === "whole" ? [] : [mth(d)];
	const split = k(d.length);
	if (m <= split) return [...subproof(m, d.slice(0, split), kind), mth(d.slice(split))];
	return [...subproof(m - split, d.slice(split), "part"), mth(d.slice(0, split))];
}

test("every root is the recursive definition's", () => {
	assert.is(leafCount(tree), SIZE);
	for (let size = 0; size <= SIZE; size++)
		assert.is(toHex(rootOf(tree, size)), toHex(mth(ENTRIES.slice(0, size))), `${size} leaves`);
	assert.is(toHex(rootOf(newMerkleTree())), toHex(sha256()));
});

test("every inclusion proof is the recursive definition's and verifies", () => {
	for (let size = 1; size <= SIZE; size++) {
		const root = rootOf(tree, size);
		for (let index = 0; index < size; index++) {
			const proof = inclusionProof(tree, index, size);
			assert.equal(proof.map(toHex), path(index, ENTRIES.slice(0, size)).map(toHex));
			assert.ok(verifyInclusion(root, size, index, leafHash(ENTRIES[index]), proof));
		}
	}
});

test("every consistency proof is the recursive definition's and verifies", () => {
	for (let size = 1; size <= SIZE; size++) {
		for (let first = 1; first <= size; first++) {
			const proof = consistencyProof(tree, first, size);
			assert.equal(proof.map(toHex), subproof(first, ENTRIES.slice(0, size), "whole").map(toHex));
			assert.ok(verifyConsistency(rootOf(tree, first), first, rootOf(tree, size), size, proof));
		}
	}
});

test("an inclusion proof for another entry, place, size or root, or of another length, is refused", () => {
	const [size, index] = [21, 13];
	const root = rootOf(tree, size);
	const proof = inclusionProof(tree, index, size);
	const leaf = leafHash(ENTRIES[index]);
	for (let other = 0; other < SIZE; other++) {
		if (other === index) continue;
		assert.not(verifyInclusion(root, size, index, leafHash(ENTRIES[other]), proof));
		assert.not(verifyInclusion(root, size, other, leaf, proof), `place ${other}`);
		if (other !== size) assert.not(verifyInclusion(rootOf(tree, other), size, index, leaf, proof));
	}
	assert.not(verifyInclusion(root, size, size, leaf, proof));
	assert.not(verifyInclusion(root, size, -1, leaf, proof));
	assert.not(verifyInclusion(root, 0, 0, leaf, []));
	assert.not(verifyInclusion(root, size, index, leaf, proof.slice(1)));
	assert.not(verifyInclusion(root, size, index, leaf, [...proof, root]));
	for (let i = 0; i < proof.length; i++) {
		const forged = proof.map((hash) => hash.slice());
		forged[i][7] ^= 1;
		assert.not(verifyInclusion(root, size, index, leaf, forged));
	}
});

test("a consistency proof between other trees, or of another length, is refused", () => {
	const [first, size] = [13, 21];
	const [old, root] = [rootOf(tree, first), rootOf(tree, size)];
	const proof = consistencyProof(tree, first, size);
	for (let other = 1; other <= SIZE; other++) {
		if (other !== first) assert.not(verifyConsistency(rootOf(tree, other), first, root, size, proof));
		if (other !== size) assert.not(verifyConsistency(old, first, rootOf(tree, other), size, proof));
		if (other !== first && other < size) assert.not(verifyConsistency(old, other, root, size, proof));
	}
	assert.not(verifyConsistency(old, 0, root, size, proof));
	assert.not(verifyConsistency(old, size + 1, root, size, proof));
	assert.not(verifyConsistency(old, first, root, size, []));
	assert.not(verifyConsistency(old, first, root, size, proof.slice(1)));
	assert.not(verifyConsistency(old, first, root, size, [...proof, root]));
	assert.not(verifyConsistency(root, size, root, size, [root]));
	for (let i = 0; i < proof.length; i++) {
		const forged = proof.map((hash) => hash.slice());
		forged[i][7] ^= 1;
		assert.not(verifyConsistency(old, first, root, size, forged));
	}
});

test.run();
