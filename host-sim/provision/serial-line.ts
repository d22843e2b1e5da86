import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { ReadStream } from "node:tty";
import { sentenceOf } from "../../terminal/files.js";

const BAUD = "115200";
const LOOK = "look which there are with: ls /dev/tty*";

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
		throw new PortUnusable(`${path}: no serial port (${error?.message ?? stderr.trim()}); ${LOOK}`);
	}
	// Not a file's stream: whoever closes that one waits for the port's next byte, which may never come.
	const stream = new ReadStream(fd);
	let isOpen = true;
	const end = (): void => {
		if (!isOpen) return;
		isOpen = false;
		stream.destroy();
		onEnd();
	};
	stream.on("data", (chunk: Buffer) => onBytes(chunk));
	stream.on("end", end);
	stream.on("error", end);
	return {
		write(bytes) {
			if (isOpen) stream.write(bytes);
		},
		close() {
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
			throw new PortUnusable(`${path}: there is no such port; plug the unit in and ${LOOK}`);
		}
		if (code === "EBUSY") {
			throw new PortUnusable(`${path}: another program uses it; \`lsof ${path}\` names it, close that one`);
		}
		throw new PortUnusable(`${sentenceOf(error)}; ${LOOK}`);
	}
}
