/** Published test vectors, verbatim. */

/**
 * FIPS 180-4's examples, from NIST's "SHA256.pdf" in Cryptographic Standards and Guidelines: message, digest.
 */
export const SHA256_VECTORS = [
	["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
	["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
	[
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	],
] as const;

/** RFC 4231, 4.2 to 4.8: key, data, HMAC-SHA-256; 4.6 gives only the first 16 bytes. */
export const HMAC_VECTORS = [
	[
		"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
		"4869205468657265",
		"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
	],
	[
		"4a656665",
		"7768617420646f2079612077616e7420666f72206e6f7468696e673f",
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
	],
	[
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"dd".repeat(50),
		"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
	],
	[
		"0102030405060708090a0b0c0d0e0f10111213141516171819",
		"cd".repeat(50),
		"82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
	],
	[
		"0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
		"546573742057697468205472756e636174696f6e",
		"a3b6167473100ee06e0c796c2955552b",
	],
	[
		"aa".repeat(131),
		"54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579" +
			"204669727374",
		"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
	],
	[
		"aa".repeat(131),
		"5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b65" +
			"7920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565" +
			"647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520484d414320616c" +
			"676f726974686d2e",
		"9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
	],
] as const;

/**
 * RFC 6979, A.2.5: private key x and public key (Ux, Uy) of P-256, and r and s of SHA-256 signatures by
 * message; `lowS` is s, or the group's order less s where that is lower.
 */
export const RFC6979 = {
	privateKey: "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
	publicKey:
		"0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6" +
		"7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
	signatures: [
		{
			message: "sample",
			r: "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
			s: "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
			lowS: "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9",
		},
		{
			message: "test",
			r: "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
			s: "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
			lowS: "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
		},
	],
	/** The order of the group, SEC 2 2.4.2. */
	order: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
} as const;

/**
 * McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", the submission behind SP 800-38D, appendix
 * B, test cases 13 to 16: the ones with 256-bit keys and 96-bit nonces.
 */
export const GCM_VECTORS = [
	{
		key: "00".repeat(32),
		nonce: "00".repeat(12),
		aad: "",
		plaintext: "",
		ciphertext: "",
		tag: "530f8afbc74536b9a963b4f1c4cb738b",
	},
	{
		key: "00".repeat(32),
		nonce: "00".repeat(12),
		aad: "",
		plaintext: "00".repeat(16),
		ciphertext: "cea7403d4d606b6e074ec5d3baf39d18",
		tag: "d0d1c8a799996bf0265b98b5d48ab919",
	},
	{
		key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
		nonce: "cafebabefacedbaddecaf888",
		aad: "",
		plaintext:
			"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" +
			"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
		ciphertext:
			"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" +
			"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
		tag: "b094dac5d93471bdec1a502270e3cc6c",
	},
	{
		key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
		nonce: "cafebabefacedbaddecaf888",
		aad: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
		plaintext:
			"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" +
			"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
		ciphertext:
			"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" +
			"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
		tag: "76fc6ece0f4e1768cddf8853bb2d551b",
	},
] as const;
