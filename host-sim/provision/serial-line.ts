import { spawnSync } from "node:child_process";
import { closeSync, constants, createReadStream, openSync, type ReadStream, writeSync } from "node:fs";

const BAUD = "115200";

export interface SerialLine {
	write(bytes: Uint8Array): void;
	close(): void;
}

/** A port that cannot be used; the message says what to do. */
export class PortUnusable extends Error {}

/**
 * Opens a serial port, or a pseudo terminal, raw and without echo.
 * @throws PortUnusable when there is no such port, or no right to use it.
 */
export function openSerialLine(
	path: string,
	onBytes: (bytes: Uint8Array) => void,
	onEnd: () => void,
): SerialLine {
	const fd = openPort(path);
	const flag = process.platform === "darwin" ? "-f" : "-F";
	const words = [flag, path, BAUD, "raw", "-echo", "-hupcl", "clocal"];
	const { status, stderr, error } = spawnSync("stty", words, { encoding: "utf8" });
	if (status !== 0) {
		closeSync(fd);
		throw new PortUnusable(`${path}: stty refuses: ${error?.message ?? stderr.trim()}`);
	}
	const stream: ReadStream = createReadStream("", { fd, autoClose: false });
	let isOpen = true;
	const end = (): void => {
		if (!isOpen) return;
		isOpen = false;
		onEnd();
	};
	stream.on("data", (chunk) => onBytes(typeof chunk === "string" ? Buffer.from(chunk) : chunk));
	stream.on("end", end);
	stream.on("error", end);
	return {
		write(bytes) {
			if (isOpen) writeSync(fd, bytes);
		},
		close() {
			if (!isOpen) return;
			isOpen = false;
			// Closes the port as well.
			stream.destroy();
		},
	};
}

function openPort(path: string): number {
	try {
		return openSync(path, constants.O_RDWR | constants.O_NOCTTY);
	} catch (error) {
		const code = error instanceof Error && "code" in error ? error.code : undefined;
		if (code === "EACCES") {
			throw new PortUnusable(
				`${path}: no permission; run: sudo usermod -aG dialout "$USER", then log in again`,
			);
		}
		if (code === "ENOENT") {
			throw new PortUnusable(`${path}: there is no such port; plug the unit in and look with: ls /dev/tty*`);
		}
		throw new PortUnusable(`${path}: ${error instanceof Error ? error.message : error}`);
	}
}
