import { writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { Aedes } from "aedes";
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
	let running: { readonly aedes: Aedes; readonly server: Server; readonly sockets: Set<Socket> } | undefined;
	const kill = async (): Promise<void> => {
		if (running === undefined) return;
		const { aedes, server, sockets } = running;
		running = undefined;
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		for (const socket of sockets) socket.destroy();
		await closed;
		await new Promise<void>((resolve) => aedes.close(resolve));
	};
	const start = async (): Promise<void> => {
		const aedes = await Aedes.createBroker();
		const sockets = new Set<Socket>();
		const server = createServer((socket) => {
			socket.setNoDelay(true);
			sockets.add(socket);
			socket.on("close", () => sockets.delete(socket));
			socket.on("error", () => socket.destroy());
			aedes.handle(socket);
		});
		await new Promise<void>((resolve, reject) => {
			server.once("error", reject);
			server.listen(port, "127.0.0.1", () => resolve());
		});
		running = { aedes, server, sockets };
	};
	await start();
	return { kill, start, close: kill };
}
