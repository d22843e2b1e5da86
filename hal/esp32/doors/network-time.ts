import UDP from "embedded:io/socket/udp";
import Resolver from "embedded:network/dns/resolver/udp";
import Time from "time";
import {
	decodeTimeAnswer,
	encodeTimeQuestion,
	SNTP_NONCE_LENGTH,
	SNTP_PORT,
} from "../../../modules/device/sntp.js";
import type { Clock, Crypto, Timer } from "../../hal.js";
import { openUdp, type UdpSocket } from "./io.js";
import { DNS_SERVERS } from "./mqtt.js";

const ATTEMPTS = 4;
const ANSWER_MS = 2_000;

export interface NetworkTime {
	/** Once it is, it stays: the SDK counts on. */
	readonly isKnown: boolean;
	/** Asks, unless it is asking; ends in `onTime` or `onError`. */
	ask(): void;
	/** Nothing is called any more. */
	close(): void;
}

/**
 * Sets the SDK's Date, which starts in 1970. Nobody signs that time: it serves for the dates in certificates,
 * which the SDK's TLS cannot be told to leave alone, and for nothing else. The unit's own calendar is the
 * signed one (modules/unit/signed-clock.ts).
 * @param host whose time it is: the broker's computer.
 */
export function openNetworkTime(
	host: string,
	clock: Clock,
	crypto: Crypto,
	onTime: () => void,
	onError: (reason: string) => void,
): NetworkTime {
	const nonce = new Uint8Array(SNTP_NONCE_LENGTH);
	let isKnown = false;
	let udp: UdpSocket | undefined;
	let resolver: Resolver | undefined;
	let timer: Timer | undefined;

	const close = (): void => {
		timer?.close();
		udp?.close();
		resolver?.close();
		udp = undefined;
	};

	const fail = (reason: string): void => {
		close();
		onError(reason);
	};

	const hear = (count: number): void => {
		for (let left = count; left > 0 && udp !== undefined; left--) {
			const seconds = decodeTimeAnswer(new Uint8Array(udp.read()), nonce);
			if (seconds === undefined) continue;
			Time.set(seconds);
			isKnown = true;
			close();
			onTime();
		}
	};

	const send = (address: string, left: number): void => {
		if (left === 0) return fail(`${host} does not tell the time`);
		try {
			udp?.write(encodeTimeQuestion(nonce), address, SNTP_PORT);
		} catch {
			// No way out at the moment: the next attempt may find one.
		}
		timer = clock.setTimer(ANSWER_MS, () => send(address, left - 1));
	};

	return {
		get isKnown() {
			return isKnown;
		},
		ask() {
			if (udp !== undefined) return;
			crypto.entropyInto(nonce);
			udp = openUdp(hear);
			resolver = new Resolver({ servers: DNS_SERVERS, socket: { io: UDP } });
			resolver.resolve({
				host,
				onResolved(_host, address) {
					if (udp !== undefined) send(String(address), ATTEMPTS);
					return null;
				},
				onError() {
					if (udp !== undefined) fail(`${host} has no address`);
					return null;
				},
			});
		},
		close,
	};
}
