/** Modules of the Moddable SDK that none of its typings describe, as far as the unit uses them. */

declare module "embedded:io/image/in/camera" {
	export interface CameraOptions {
		readonly width: number;
		readonly height: number;
		/** A pixel format of commodetto/Bitmap. */
		readonly imageType: number;
		readonly format: "buffer";
		readonly onReadable: () => void;
	}
	/** A camera on the parallel port. */
	export default class Camera {
		constructor(options: CameraOptions);
		readonly width: number;
		readonly height: number;
		start(): void;
		stop(): void;
		/** @returns bytes copied; undefined when no frame waits. @throws RangeError for a short buffer. */
		read(buffer: Uint8Array): number | undefined;
		close(): void;
	}
}

declare module "crypt" {
	/** AES with a key of 16, 24 or 32 bytes; all buffers are ArrayBuffers. */
	export class BlockCipher {
		constructor(cipher: "AES", key: ArrayBuffer);
		encrypt(block: ArrayBuffer): ArrayBuffer;
	}
	/** AES in counter mode. */
	export class Mode {
		constructor(mode: "CTR", cipher: BlockCipher);
		setIV(iv: ArrayBuffer): void;
		encrypt(data: Uint8Array): ArrayBuffer;
	}
	/** The universal hash of GCM. */
	export class GHASH {
		constructor(h: ArrayBuffer, aad?: ArrayBuffer);
		write(data: ArrayBuffer | Uint8Array): void;
		close(): ArrayBuffer;
	}
}

declare module "ecp" {
	/** A point of a curve. */
	export default class ECPoint {
		constructor(x: bigint, y: bigint);
		readonly X: bigint;
		readonly Y: bigint;
		isZero(): boolean;
	}
}

declare module "ec" {
	import type ECPoint from "ecp";
	/** Arithmetic on a curve. */
	export default class EC {
		constructor(a: bigint, b: bigint, m: bigint);
		mul(p: ECPoint, k: bigint): ECPoint;
		mul2(p: ECPoint, j: bigint, q: ECPoint, k: bigint): ECPoint;
	}
}

declare module "curve" {
	import type EC from "ec";
	import type ECPoint from "ecp";
	/** A curve by its name. */
	export default class Curve {
		constructor(name: "secp256r1");
		readonly G: ECPoint;
		readonly ec: EC;
		readonly n: bigint;
	}
}

declare module "mont" {
	/** Arithmetic modulo an odd number. */
	export default class Mont {
		constructor(options: { readonly m: bigint });
		mulinv(a: bigint): bigint;
	}
}
