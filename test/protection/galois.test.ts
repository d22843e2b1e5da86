import { test } from "uvu";
import * as assert from "uvu/assert";
import { divide, EXP, LOG, multiply, ORDER } from "../../modules/protection/galois.js";

/** Carry-less product reduced by x^6 + x + 1, bit by bit. */
function multiplyPolynomials(a: number, b: number): number {
	let product = 0;
	for (let i = 0; i < 6; i++) if ((b >> i) & 1) product ^= a << i;
	for (let i = 10; i >= 6; i--) if ((product >> i) & 1) product ^= 0b1000011 << (i - 6);
	return product;
}

test("every product is that of the polynomials modulo x^6 + x + 1", () => {
	for (let a = 0; a < 64; a++) {
		for (let b = 0; b < 64; b++) assert.is(multiply(a, b), multiplyPolynomials(a, b), `${a} * ${b}`);
	}
});

test("division undoes multiplication", () => {
	for (let a = 0; a < 64; a++) {
		for (let b = 1; b < 64; b++) assert.is(divide(multiplyPolynomials(a, b), b), a, `${a} * ${b} / ${b}`);
	}
});

test("the powers of alpha run through all elements but 0, twice", () => {
	assert.is(EXP.length, 2 * ORDER);
	assert.is(new Set(EXP.subarray(0, ORDER)).size, ORDER);
	let power = 1;
	for (let i = 0; i < 2 * ORDER; i++) {
		assert.is(EXP[i], power, `alpha^${i}`);
		power = multiplyPolynomials(power, 2);
	}
	for (let a = 1; a < 64; a++) assert.is(EXP[LOG[a]], a);
});

test.run();
