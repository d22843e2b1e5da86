/** transparency-dev/merkle: proofs that must verify, and proofs that must not. */
import { verifyConsistency, verifyInclusion } from "../../terminal/merkle.js";
import { base64, type Fields, judged, listOf, skipped, type VectorResult } from "./suite.js";

/** @returns undefined when the file is no proof of theirs, or one over subtrees (RFC 9162 has none). */
export function judgeMerkle(name: string, file: Fields): VectorResult | undefined {
	const proof = listOf(file["proof"]).map(base64);
	const expected = file["wantErr"] === false;
	if ("leafIdx" in file && "treeSize" in file) {
		const { root, treeSize, leafIdx, leafHash } = file;
		const isIn = verifyInclusion(base64(root), Number(treeSize), Number(leafIdx), base64(leafHash), proof);
		return judged("transparency-dev/merkle", name, { isRight: isIn === expected });
	}
	if ("size1" in file && "size2" in file && "root1" in file) {
		const { root1, size1, root2, size2 } = file;
		if (expected && base64(root1).length !== 32)
			return skipped("transparency-dev/merkle", name, "its roots are not SHA-256");
		const isGrown = verifyConsistency(base64(root1), Number(size1), base64(root2), Number(size2), proof);
		return judged("transparency-dev/merkle", name, { isRight: isGrown === expected });
	}
	return undefined;
}
