/** What the XS tests share. */
import { spawn } from "node:child_process";
import { type Bits, buildXs } from "../../host-sim/engines/build-xs.js";
import { bundleOf } from "../../host-sim/engines/bundle.js";
import { type Engine, type EngineHost, EngineStopped } from "../../host-sim/engines/engine.js";
import type { XsLimits } from "../../host-sim/engines/limits.js";
import { startXsEngine, type XsEngineOptions } from "../../host-sim/engines/xs-engine.js";

export interface BuiltXs {
	readonly path: string;
	readonly key: string;
}

/** Undefined, after saying so, when this computer cannot build that engine; any other failure throws. */
export async function xsOrSkip(bits: Bits): Promise<BuiltXs | undefined> {
	const built = await buildXs(bits, () => undefined);
	switch (built.kind) {
		case "built":
			return built;
		case "failed":
			throw new Error(built.message);
		default:
			console.log(`SKIP XS engine, ${bits}-bit: ${built.message.split("\n")[0]}`);
			return undefined;
	}
}

export const silentHost: EngineHost = { onCall: () => new Uint8Array(0), onPost: () => undefined };

export function startSource(
	source: string,
	options: Partial<Omit<XsEngineOptions, "bundle">> = {},
	host: EngineHost = silentHost,
): Promise<Engine> {
	return startXsEngine({ bundle: bundleOf(source), bits: 64, ...options }, host);
}

/** Starts `source`, delivers one event, and returns how the engine died of it. */
export async function deathOf(
	source: string,
	limits: Partial<XsLimits> = {},
	bits: Bits = 64,
): Promise<EngineStopped> {
	try {
		const engine = await startSource(source, { limits, bits });
		await engine.deliver(new Uint8Array(0));
		await engine.close();
	} catch (error) {
		if (error instanceof EngineStopped) {
			return error;
		}
		throw error;
	}
	throw new Error("The engine survived");
}

/** Runs the engine's program by hand, with `input` on its pipe. */
export function runRaw(path: string, args: readonly string[], input: Uint8Array): Promise<RawRun> {
	return new Promise((resolve, reject) => {
		const child = spawn(path, args, { stdio: ["pipe", "pipe", "ignore"] });
		const output: Uint8Array[] = [];
		child.stdout.on("data", (bytes: Uint8Array) => output.push(bytes));
		child.stdin.on("error", () => undefined);
		child.on("error", reject);
		child.on("close", (code) => resolve({ code: code ?? -1, output: Buffer.concat(output) }));
		child.stdin.end(input);
	});
}

export interface RawRun {
	readonly code: number;
	readonly output: Uint8Array;
}
