import Serial from "embedded:io/serial";
import { SESSION_LENGTH } from "../../../modules/device/console-frame.js";
import { ConsoleLink } from "../../../modules/device/console-link.js";
import { openDoorUse } from "../../../modules/device/door-use.js";
import type { Clock, Console, ConsoleOptions, Crypto } from "../../hal.js";
import type { Board } from "./board.js";

const BAUD = 115_200;

/**
 * The Console door: frames over a UART. A tool that is not there is no error: what was said to it is dropped
 * after the last attempt, and it will ask again.
 */
export function openConsole(
	{ transmit, receive, port }: Board["console"],
	clock: Clock,
	crypto: Crypto,
	{ onMessage, onError }: ConsoleOptions,
): Console {
	const use = openDoorUse("console");
	/** What the UART has not taken yet. */
	const pending: Uint8Array[] = [];
	let writable = 0;

	const flush = (): void => {
		while (writable > 0 && pending.length > 0) {
			const [first] = pending;
			const part = first.subarray(0, writable);
			serial.write(part);
			writable -= part.length;
			if (part.length === first.length) pending.shift();
			else pending[0] = first.subarray(part.length);
		}
	};

	const link = new ConsoleLink({
		clock,
		session: drawSession(crypto),
		transmit(bytes) {
			pending.push(bytes);
			flush();
		},
		onMessage,
		onUnanswered() {
			pending.length = 0;
		},
	});

	const serial = new Serial({
		transmit,
		receive,
		port,
		baud: BAUD,
		format: "buffer",
		onReadable(count) {
			if (!use.isOpen) return;
			try {
				const bytes = serial.read(count);
				if (bytes instanceof ArrayBuffer) link.receive(new Uint8Array(bytes));
			} catch (error) {
				use.die();
				onError(String(error));
			}
		},
		onWritable(count) {
			writable = count;
			flush();
		},
	});

	return {
		write(message) {
			use.assertOpen();
			link.send(message);
		},
		close() {
			if (!use.close()) return;
			link.close();
			serial.close();
		},
	};
}

function drawSession(crypto: Crypto): Uint8Array {
	const session = new Uint8Array(SESSION_LENGTH);
	crypto.entropyInto(session);
	return session;
}
