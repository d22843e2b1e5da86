import { createServer, type Socket } from "node:net";
import { Aedes } from "aedes";

export interface Broker {
	/** mqtt://127.0.0.1:port */
	readonly url: string;
	/** Disconnects everybody and frees the port. May be called twice. */
	close(): Promise<void>;
}

/**
 * An MQTT 3.1.1 broker inside this process, on the loopback interface only, at a port the system chooses
 * unless one is named.
 */
export async function startBroker(wantedPort = 0): Promise<Broker> {
	const aedes = await Aedes.createBroker();
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		socket.setNoDelay(true);
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
		// A client that vanishes in the middle of a packet is no reason to end the broker.
		socket.on("error", () => socket.destroy());
		aedes.handle(socket);
	});
	const port = await listen(server, wantedPort);
	let closing: Promise<void> | undefined;
	return {
		url: `mqtt://127.0.0.1:${port}`,
		close() {
			closing ??= shutDown(aedes, server, sockets);
			return closing;
		},
	};
}

function listen(server: ReturnType<typeof createServer>, wantedPort: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(wantedPort, "127.0.0.1", () => {
			const address = server.address();
			if (typeof address === "object" && address !== null) resolve(address.port);
			else reject(new Error("broker: the server has no port"));
		});
	});
}

async function shutDown(
	aedes: Aedes,
	server: ReturnType<typeof createServer>,
	sockets: ReadonlySet<Socket>,
): Promise<void> {
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	// Before the clients are ended: a broker that is gone publishes nobody's last will.
	for (const socket of sockets) socket.destroy();
	await closed;
	await new Promise<void>((resolve) => aedes.close(resolve));
}
