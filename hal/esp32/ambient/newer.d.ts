/**
 * What the SDK's own typings (8.x) describe and the package @moddable/typings (5.6.0) does not yet: only for
 * the editor and `npm run check:device`; a build uses the SDK's.
 */

declare module "crypt" {
	/** A running hash. */
	export class Digest {
		constructor(type: "SHA256");
		write(message: string | ArrayBuffer | Uint8Array): void;
		close(): ArrayBuffer;
		reset(): void;
	}
}

declare module "embedded:storage/flash" {
	/** A partition. */
	export class Flash {
		close(): void;
		eraseBlock(start: number, end?: number): void;
		read(buffer: Uint8Array, byteOffset: number): number;
		write(buffer: Uint8Array, byteOffset: number): void;
		status(): { size: number; blockLength: number; blocks: number; writeAlign: number; eraseValue: number };
	}
	const FlashStorage: { open(options: { path: string; mode?: "r" | "r+" }): Flash };
	export default FlashStorage;
}

declare module "embedded:update" {
	import type { Flash } from "embedded:storage/flash";
	export interface Updater {
		close(): void;
		complete(): void;
		write(bytes: Uint8Array, byteOffset?: number): void;
	}
	const Update: {
		open(options: { partition: Flash; mode?: "a" | "w"; byteLength?: number }): Updater;
	};
	export default Update;
}

declare module "embedded:network/interface/wifi" {
	/** The station. */
	export default class WiFi {
		constructor(options: { onChanged?: (property: string) => void });
		close(): void;
		connect(options: { SSID: string; password?: string }): void;
		disconnect(): void;
		/** 200 down, 300 connecting, 400 joined, 500 with an address. */
		readonly connection: number;
		readonly address: string | undefined;
	}
}
