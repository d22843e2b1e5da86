import WiFi from "embedded:network/interface/wifi";
import type { BackOff } from "../../../modules/device/back-off.js";
import type { Clock, NetworkSettings, Timer } from "../../hal.js";

/** `WiFi.connection`: joined and with an address. */
const CONNECTED = 500;
const DOWN = 200;

export interface WifiOptions {
	readonly network: NetworkSettings;
	readonly clock: Clock;
	readonly backOff: BackOff;
	/** An address is there; called again after every loss. */
	readonly onUp: () => void;
	readonly onDown: () => void;
}

/**
 * Joins the network and keeps joining it. The SDK's own set-up connects once and never again, which is why
 * the
 * manifest leaves it out.
 */
export function openWifi({ network, clock, backOff, onUp, onDown }: WifiOptions): { close(): void } {
	let isUp = false;
	let isClosed = false;
	let retry: Timer | undefined;

	const join = (): void => {
		const { wifiName, wifiPassword } = network;
		try {
			wifi.connect(wifiPassword === "" ? { SSID: wifiName } : { SSID: wifiName, password: wifiPassword });
		} catch {
			tryAgainLater();
		}
	};

	const tryAgainLater = (): void => {
		retry?.close();
		retry = clock.setTimer(backOff.wait(), join);
	};

	const wifi = new WiFi({
		onChanged() {
			if (isClosed) return;
			const { connection } = wifi;
			if (connection >= CONNECTED && !isUp) {
				isUp = true;
				backOff.reset();
				onUp();
			} else if (connection <= DOWN) {
				if (isUp) onDown();
				isUp = false;
				tryAgainLater();
			}
		},
	});

	join();
	return {
		close() {
			if (isClosed) return;
			isClosed = true;
			retry?.close();
			wifi.close();
		},
	};
}
