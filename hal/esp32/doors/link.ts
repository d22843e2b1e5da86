import { assert } from "../../../modules/bytes/assert.js";
import { BackOff } from "../../../modules/device/back-off.js";
import { openDoorUse } from "../../../modules/device/door-use.js";
import { checkLinkOptions, checkPayload, checkTopicName } from "../../../modules/device/link-rules.js";
import { parseTopic } from "../../../modules/messages/topics.js";
import type { Clock, Crypto, Link, LinkMessage, LinkOptions, NetworkSettings, Timer } from "../../hal.js";
import { openMqttSession } from "./mqtt.js";
import { openNetworkTime } from "./network-time.js";
import { openWifi } from "./wifi.js";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Ends the connection to the broker, if there is one, as a handshake that failed by an exception asks for.
 */
export type FailLink = (reason: string) => void;

/**
 * The Link door: Wi-Fi, then the date, then MQTT over TLS, each tried again with a growing wait as long as
 * the door is open.
 * @param onFailable is given the way to end a connection from outside, and undefined once there is none.
 */
export function openLink(
	options: LinkOptions,
	clock: Clock,
	crypto: Crypto,
	onFailable: (fail: FailLink | undefined) => void,
): Link {
	const network = networkOf(options);
	const use = openDoorUse("link");
	const backOff = newBackOff(crypto);
	let session: ReturnType<typeof openMqttSession> | undefined;
	let isUp = false;
	let retry: Timer | undefined;

	const connect = (): void => {
		if (!use.isOpen || session !== undefined) return;
		try {
			if (!time.isKnown) return time.ask();
			session = openMqttSession({
				network,
				clientId: nameOf(options.will.topic),
				link: options,
				onUp() {
					isUp = true;
					backOff.reset();
					options.onOpen();
				},
				onMessage: options.onMessage,
				onDown: lose,
			});
			onFailable(session.fail);
		} catch (error) {
			lose(String(error));
		}
	};

	const lose = (_reason: string): void => {
		session = undefined;
		onFailable(undefined);
		if (isUp) options.onClose();
		isUp = false;
		retry?.close();
		if (use.isOpen) retry = clock.setTimer(backOff.wait(), connect);
	};

	const time = openNetworkTime(network.brokerHost, clock, crypto, connect, lose);
	const wifi = openWifi({
		network,
		clock,
		backOff: newBackOff(crypto),
		onUp: connect,
		onDown: () => session?.fail("Wi-Fi is lost"),
	});

	return {
		publish(message) {
			use.assertOpen();
			checkMessage(message);
			if (!isUp || session === undefined) throw new Error("link: down");
			session.publish(message);
		},
		close() {
			if (!use.close()) return;
			retry?.close();
			time.close();
			session?.close();
			onFailable(undefined);
			wifi.close();
		},
	};
}

function networkOf(options: LinkOptions): NetworkSettings {
	checkLinkOptions(options);
	if (options.network === undefined) throw new Error("link: provisioned without a network");
	return options.network;
}

function checkMessage(message: LinkMessage): void {
	checkTopicName(message.topic);
	checkPayload(message);
}

function newBackOff({ entropyInto }: Crypto): BackOff {
	return new BackOff(FIRST_WAIT_MS, LONGEST_WAIT_MS, entropyInto);
}

/** `site/terminal/unit`: the name by which a broker's access list knows a unit. */
function nameOf(topic: string): string {
	const parsed = parseTopic(topic);
	assert(parsed !== undefined, "openLink: the will has no topic of a unit");
	const { site, terminal, unit } = parsed.address;
	return `${site}/${terminal}/${unit}`;
}
