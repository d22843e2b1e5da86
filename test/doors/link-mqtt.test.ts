import { createServer, type Server, type Socket } from "node:net";
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { powerOn } from "../../host-sim/doors/board.js";
import { MqttLink } from "../../host-sim/doors/link-mqtt.js";
import { driveInRealTime } from "../../host-sim/doors/real-time.js";
import type { CborValue } from "../../modules/codec/cbor.js";
import { newBoard, Refused } from "./bench.js";
import { LINK_CONTRACT, type LinkBench } from "./link-contract.js";
import { startProbe } from "./probe.js";

/** The same contract as the in-memory link's, over sockets and in real time. */
for (const [clause, check] of Object.entries(LINK_CONTRACT)) {
	test(`${clause} (MQTT)`, async () => {
		const bench = await openMqttBench();
		try {
			await check(bench);
		} finally {
			await bench.close();
		}
	});
}

test("a broker that refuses the unit is final: onError, and only close is legal (MQTT)", async () => {
	const bench = await openMqttBench();
	try {
		bench.refuseClients();
		await bench.run("link.open", "unit/cmd", "unit/state", Uint8Array.of(1));
		const [callback] = await bench.callbacks(1);
		assert.match(callback, /^error Connection refused/);
		await bench.run("link.close");
		assert.equal(await bench.quiet(), []);
	} finally {
		await bench.close();
	}
});

/**
 * A network that loses nothing answers within this; generous, since it is only waited out when a test fails.
 */
const PATIENCE_MS = 5000;
const QUIET_MS = 60;

interface MqttBench extends LinkBench {
	/** From now on the broker answers a CONNECT with "not authorized". */
	refuseClients(): void;
	close(): Promise<void>;
}

async function openMqttBench(): Promise<MqttBench> {
	const broker = await openBroker();
	const peer = await openPeer(broker);
	const world = newBoard();
	const link = new MqttLink({
		url: `mqtt://127.0.0.1:${broker.port}`,
		clientId: "unit",
		scheduler: world.scheduler,
		reconnectMs: 20,
	});
	const { doors, powerOff } = powerOn({ ...world, link });
	const probe = startProbe(doors);
	const driver = driveInRealTime(world.scheduler, () => Promise.resolve());
	const log: string[] = [];
	return {
		async run(command, ...values): Promise<CborValue> {
			const outcome = probe.run(command, values);
			if (outcome.kind === "threw") throw new Refused(outcome.name, outcome.message);
			return outcome.value;
		},
		async callbacks(count) {
			await until(() => log.push(...probe.takeLog()) >= count);
			return log.splice(0);
		},
		async quiet() {
			await pause(QUIET_MS);
			return probe.takeLog();
		},
		peer,
		drop: () => broker.drop("unit"),
		restore: () => broker.restore(),
		refuseClients: () => broker.refuseClients(),
		powerOff,
		async close() {
			powerOff();
			await link.ended();
			driver.close();
			await driver.stopped;
			await peer.close();
			await broker.close();
		},
	};
}

async function openPeer({ port }: { readonly port: number }) {
	const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4, reconnectPeriod: 0 });
	const heard: string[] = [];
	client.on("message", (topic, payload) => {
		if (topic !== "unit/cmd") heard.push(`${topic} ${payload.toString("hex")}`);
	});
	await client.subscribeAsync("unit/#", { qos: 1 });
	return {
		async publish(topic: string, payload: Uint8Array, retention: "retained" | "transient"): Promise<void> {
			await client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain: retention === "retained" });
		},
		async heard(count: number): Promise<readonly string[]> {
			await until(() => heard.length >= count);
			return heard.splice(0);
		},
		close: () => client.endAsync(true),
	};
}

/** A broker that one client can be cut off from. */
async function openBroker() {
	const aedes = await Aedes.createBroker();
	const sockets = new Set<Socket>();
	let isReachable = true;
	const server = createServer((socket) => {
		if (!isReachable) return socket.destroy();
		sockets.add(socket);
		socket.on("error", () => socket.destroy());
		return aedes.handle(socket);
	});
	const port = await listen(server);
	const clients = new Map<string, { readonly conn: { destroy(): unknown } }>();
	aedes.on("client", (client) => clients.set(client.id, client));
	return {
		port,
		async drop(clientId: string): Promise<void> {
			isReachable = false;
			clients.get(clientId)?.conn.destroy();
		},
		async restore(): Promise<void> {
			isReachable = true;
		},
		refuseClients(): void {
			aedes.authenticate = (_client, _user, _password, done) => done(null, false);
		},
		async close(): Promise<void> {
			await new Promise<void>((resolve) => aedes.close(resolve));
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function listen(server: Server): Promise<number> {
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			resolve(typeof address === "object" && address !== null ? address.port : 0);
		});
	});
}

async function until(isDone: () => boolean): Promise<void> {
	const deadline = performance.now() + PATIENCE_MS;
	while (!isDone()) {
		if (performance.now() > deadline) throw new Error("nothing came");
		await pause(2);
	}
}

function pause(durationMs: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, durationMs));
}

test.run();
