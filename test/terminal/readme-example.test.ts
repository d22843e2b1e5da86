/** The README's example of a terminal: the lines that are printed are the lines that run. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startBroker } from "../../host-sim/broker.js";
import { mosquittoMissing } from "../../host-sim/brokers/mosquitto.js";
import { wallClock } from "../../host-sim/brokers/wall-clock.js";
import type { TlsFiles } from "../../terminal/mqtt.js";
import { openBrokerOffice } from "./broker-office.js";
import { type LiveOffice, openLiveOffice, reasonOf, TOKEN } from "./live-office.js";
import { tenLines } from "./readme-example.js";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

test("the ten lines of the README are the body of the function below, and ten", () => {
	const printed = read("../../README.md").match(/^```ts\n(.*?)^```/ms)?.[1] ?? "";
	const body = read("readme-example.ts").match(/^export async function.*?\n(.*?)^\treturn isIn;$/ms)?.[1];
	assert.is(body, printed.replace(/^/gm, "\t").replace(/\t$/, ""));
	assert.is(printed.split("\n").length - 1, 10);
});

const NO_TLS = { ca: "", cert: "", key: "" };

test("they let in who is enrolled, and not who is nobody", async () => {
	const broker = await startBroker();
	try {
		await tryTenLines(broker.url, NO_TLS, await openLiveOffice(broker));
	} finally {
		await broker.close();
	}
});

const missing = mosquittoMissing();
if (missing !== undefined) console.log(`SKIP the ten lines on mosquitto with its access list: ${missing}`);
else
	test("they do so on mosquitto too, over TLS, within the access list of docs/broker", async () => {
		const broker = await openBrokerOffice();
		try {
			// The record is kept beside the ten lines, by a program with a certificate of its own.
			const tls = { unit: broker.unit, terminal: broker.recorder };
			await tryTenLines(broker.url, broker.terminal, await openLiveOffice(broker, { tls }));
		} finally {
			await broker.close();
		}
	});

async function tryTenLines(brokerUrl: string, tls: TlsFiles, office: LiveOffice): Promise<void> {
	try {
		await office.request(office.policy({ dayRequired: 0 }));
		office.comeForward();
		assert.is(reasonOf(await office.request(office.enrolment(60))), "enrol-result");
		const { known: unit, terminalKey } = office.unit;
		const given = { unit, terminalKey, clock: wallClock, brokerUrl, tls };
		assert.is(await tenLines({ ...given, subjectToken: TOKEN }), true);
		assert.is(await tenLines({ ...given, subjectToken: new Uint8Array(32) }), false);
	} finally {
		await office.close();
	}
}

test.run();
