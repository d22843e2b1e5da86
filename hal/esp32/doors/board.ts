import config from "mc/config";

/**
 * The board's pins and parts, from its file in boards/: the SDK hands the manifest's `config` to `mc/config`,
 * and the camera's pins to its driver. A second board is one more file there.
 */
export interface Board {
	/** Pixels; the camera's driver knows the size by these. */
	readonly camera: { readonly width: number; readonly height: number; readonly frameIntervalMs: number };
	/** One pin for each bank of LEDs; high is on. */
	readonly illuminators: readonly number[];
	readonly presence:
		| { readonly part: "vl53l0x"; readonly data: number; readonly clock: number; readonly port: number }
		/** A switch that closes to ground when something is nearer than `distanceMm`. */
		| { readonly part: "proximity"; readonly pin: number; readonly distanceMm: number };
	readonly console: { readonly transmit: number; readonly receive: number; readonly port: number };
	readonly lights: { readonly green: number; readonly amber: number; readonly red: number };
	readonly buzzer: number;
	/** Closed to ground while the case is. */
	readonly tamper: number;
}

/** @throws Error when the build was made for no board. */
export function readBoard(): Board {
	return readBoardAs<Board>();
}

/** For a chip whose boards have other parts. @throws Error when the build was made for no board. */
export function readBoardAs<B>(): B {
	const board: B | undefined = config["board"];
	if (board === undefined) throw new Error("no board in the manifest: include one of hal/esp32/boards");
	return board;
}

/** What the build says about itself; `npm run build:esp32` passes it to the SDK. */
export interface Build {
	readonly softwareVersion: string;
	/** Counted up by whoever builds: an update never goes below it. */
	readonly firmwareVersion: number;
	/** SHA-256 of the firmware's sources, 64 hexadecimal digits. */
	readonly bundleHash: string;
}

/** @throws Error when the image was not built by `npm run build:esp32`. */
export function readBuild(): Build {
	const softwareVersion: string | undefined = config["softwareVersion"];
	const bundleHash: string | undefined = config["bundleHash"];
	const firmwareVersion = Number(config["firmwareVersion"]);
	if (softwareVersion === undefined || bundleHash === undefined || !(firmwareVersion > 0)) {
		throw new Error("an image without versions and hash: build it with npm run build:esp32");
	}
	return { softwareVersion, firmwareVersion, bundleHash };
}
