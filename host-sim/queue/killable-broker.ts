import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Broker, startBroker } from "../broker.js";
import { freePort, mosquittoMissing, startMosquitto } from "../brokers/mosquitto.js";

/** A broker that forgets everything when it is killed, and comes back at the same address. */
export interface KillableBroker {
	readonly name: "mosquitto" | "embedded";
	readonly url: string;
	kill(): Promise<void>;
	start(): Promise<void>;
	close(): Promise<void>;
}

export async function startKillable(folder: string): Promise<KillableBroker> {
	const port = await freePort();
	const url = `mqtt://127.0.0.1:${port}`;
	if (mosquittoMissing() !== undefined) return { name: "embedded", url, ...(await startEmbedded(port)) };
	const path = join(folder, "mosquitto.conf");
	// Default limits but one: what the unit sends at once after a reconnection fits.
	const lines = [`listener ${port} 127.0.0.1`, "allow_anonymous true", "set_tcp_nodelay true", "user root"];
	writeFileSync(path, `${lines.join("\n")}\n`);
	const mosquitto = await startMosquitto(folder, path, port);
	return {
		name: "mosquitto",
		url,
		kill: () => mosquitto.kill(),
		start: () => mosquitto.start(),
		close: () => mosquitto.kill(),
	};
}

async function startEmbedded(port: number): Promise<Pick<KillableBroker, "kill" | "start" | "close">> {
	let running: Broker | undefined;
	const kill = async (): Promise<void> => {
		await running?.close();
	};
	const start = async (): Promise<void> => {
		running = await startBroker(port);
	};
	await start();
	return { kill, start, close: kill };
}
