/** The computers that the fleet's units and broker would run on: processes of their own. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import { connectAsync } from "mqtt";
import { fromHex, toHex } from "../../modules/bytes/bytes.js";
import { kidOf } from "../../modules/messages/envelope.js";
import type { KnownUnit } from "../../terminal/exchange.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { startBroker } from "../broker.js";
import { addressOf, newLightUnit, ueidOf } from "./light-unit.js";

/** What a program is started with to be a room, followed by what that room needs. */
export const ROOM_ARGUMENT = "--room";

export interface Room {
	/** Of this process so far; undefined where the system does not tell. */
	cpuSeconds(): number | undefined;
	close(): Promise<void>;
}

export interface BrokerRoom extends Room {
	readonly url: string;
}

export interface UnitsRoom extends Room {
	readonly units: readonly KnownUnit[];
}

/** Our own broker, alone in a process. */
export async function openBrokerRoom(): Promise<BrokerRoom> {
	const { room, told } = await openRoom(["broker"]);
	return { ...room, url: told[0] };
}

/** Units 0 to `count` - 1, each with a connection of its own, subscribed when this resolves. */
export async function openUnitsRoom(
	brokerUrl: string,
	count: number,
	terminalKey: Uint8Array,
): Promise<UnitsRoom> {
	const { room, told } = await openRoom(["units", brokerUrl, String(count), toHex(terminalKey)]);
	const units = told.map((publicKey, number) => ({
		address: addressOf(number),
		ueid: ueidOf(number),
		publicKey: bytesOf(publicKey),
	}));
	return { ...room, units };
}

/** Serves as the room that the words name, until the parent goes. */
export async function serveAsRoom([name, ...words]: readonly string[]): Promise<void> {
	process.on("disconnect", () => process.exit());
	process.send?.(name === "broker" ? [(await startBroker()).url] : await startUnits(words));
}

/** @returns the units' public keys in hexadecimal. */
async function startUnits([brokerUrl, count, terminalKey]: readonly string[]): Promise<string[]> {
	const crypto = createNativeCrypto();
	const publicKey = bytesOf(terminalKey);
	const terminal = { publicKey, kid: kidOf(crypto, publicKey) };
	const keys: string[] = [];
	for (let number = 0; number < Number(count); number++) {
		const unit = newLightUnit(crypto, number, terminal);
		const client = await connectAsync(brokerUrl, { protocolVersion: 4, keepalive: KEEP_ALIVE_S });
		if (client.stream instanceof Socket) client.stream.setNoDelay(true);
		client.on("message", (_topic, payload) => {
			const result = unit.answer(Uint8Array.from(payload));
			if (result !== undefined) client.publish(unit.results, Buffer.from(result), { qos: 1 });
		});
		await client.subscribeAsync(unit.commands, { qos: 1 });
		keys.push(toHex(unit.publicKey));
	}
	return keys;
}

const KEEP_ALIVE_S = 300;

async function openRoom(words: readonly string[]): Promise<{ readonly room: Room; readonly told: string[] }> {
	const child = fork(process.argv[1], [ROOM_ARGUMENT, ...words]);
	const told: unknown = await Promise.race([
		once(child, "message").then(([message]) => message),
		once(child, "exit").then(([code]) => {
			throw new Error(`the process of the ${words[0]} ended (${code})`);
		}),
	]);
	if (!Array.isArray(told)) throw new Error(`the process of the ${words[0]} says ${typeof told}`);
	return {
		room: { cpuSeconds: () => cpuSecondsOf(child), close: () => close(child) },
		told: told.map(String),
	};
}

async function close(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, "exit");
	child.disconnect();
	await gone;
}

/** Clock ticks a second, as Linux counts them for its users (sysconf _SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;

/** User and system time, fields 14 and 15 of /proc/PID/stat (proc(5)). */
function cpuSecondsOf({ pid }: ChildProcess): number | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
	} catch {
		return undefined;
	}
}

function bytesOf(hex: string): Uint8Array {
	const bytes = fromHex(hex);
	if (bytes === undefined) throw new Error(`${hex} is not hexadecimal`);
	return bytes;
}
