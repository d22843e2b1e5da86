/**
 * Inverse of a symmetric positive definite matrix by Cholesky's decomposition, A = L L', A^-1 = L^-T L^-1.
 * @param matrix n x n, row by row; only its lower half is read
 * @returns undefined when the matrix is not positive definite
 */
export function invertPositiveDefinite(matrix: Float64Array, n: number): Float64Array | undefined {
	const lower = choleskyOf(matrix, n);
	if (lower === undefined) return undefined;
	// Columns of L^-1 are kept as rows, so that the inner loops run along memory.
	const columns = new Float64Array(n * n);
	for (let column = 0; column < n; column++) {
		const start = column * n;
		columns[start + column] = 1 / lower[start + column];
		for (let row = column + 1; row < n; row++) {
			let sum = 0;
			for (let k = column, at = row * n; k < row; k++) sum += lower[at + k] * columns[start + k];
			columns[start + row] = -sum / lower[row * n + row];
		}
	}
	const inverse = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		for (let j = i; j < n; j++) {
			let sum = 0;
			for (let k = j, a = i * n, b = j * n; k < n; k++) sum += columns[a + k] * columns[b + k];
			inverse[i * n + j] = inverse[j * n + i] = sum;
		}
	}
	return inverse;
}

/** @param matrix n x n, row by row; only its lower half is read */
export function isPositiveDefinite(matrix: Float64Array, n: number): boolean {
	return choleskyOf(matrix, n) !== undefined;
}

function choleskyOf(matrix: Float64Array, n: number): Float64Array | undefined {
	const lower = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = matrix[i * n + j];
			for (let k = 0, a = i * n, b = j * n; k < j; k++) sum -= lower[a + k] * lower[b + k];
			if (i !== j) lower[i * n + j] = sum / lower[j * n + j];
			else if (sum <= 0) return undefined;
			else lower[i * n + i] = Math.sqrt(sum);
		}
	}
	return lower;
}
