/** Debian's mosquitto as a child process that can be killed and started again at the same port. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

export interface Mosquitto {
	readonly port: number;
	/** SIGKILL: nothing is said to anybody, nothing is saved. */
	kill(): Promise<void>;
	/** Resolves when it takes connections. */
	start(): Promise<void>;
	/** What it has written to its log since its last start. */
	log(): string;
}

/** Debian puts it where only root's PATH leads. */
const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/usr/local/sbin`;

/** @returns undefined when mosquitto can be started, else why not. */
export function mosquittoMissing(): string | undefined {
	const { error } = spawnSync("mosquitto", ["-h"], { env: { ...process.env, PATH } });
	return error === undefined ? undefined : "no mosquitto command (apt install mosquitto)";
}

/**
 * Starts it with the configuration at `path`, in `folder`.
 * @param port as the configuration says.
 */
export async function startMosquitto(folder: string, path: string, port: number): Promise<Mosquitto> {
	let child: ChildProcess | undefined;
	let log = "";
	const mosquitto: Mosquitto = {
		port,
		async kill() {
			if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
			const gone = once(child, "exit");
			child.kill("SIGKILL");
			await gone;
		},
		async start() {
			log = "";
			const options = ["-c", path];
			child = spawn("mosquitto", options, { cwd: folder, env: { ...process.env, PATH } });
			for (const stream of [child.stdout, child.stderr])
				stream?.on("data", (text) => {
					log = `${log}${text}`.slice(-LOG_MAX);
				});
			for (let waitedMs = 0; !(await answers(port)); waitedMs += POLL_MS) {
				if (child.exitCode !== null || waitedMs > START_MAX_MS) throw new Error(`mosquitto: ${log}`);
				await setTimeout(POLL_MS);
			}
		},
		log: () => log,
	};
	await mosquitto.start();
	return mosquitto;
}

const POLL_MS = 10;
const START_MAX_MS = 10_000;
const LOG_MAX = 1 << 20;

/** A port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
	const server = createServer();
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (typeof address !== "object" || address === null) throw new Error("no port");
	return address.port;
}

function answers(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		socket.once("close", (hadError) => resolve(!hadError));
		socket.once("connect", () => socket.destroy());
		socket.once("error", () => socket.destroy());
	});
}
