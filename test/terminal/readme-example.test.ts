/** The README's example of a terminal: the lines that are printed are the lines that run. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startBroker } from "../../host-sim/broker.js";
import { wallClock } from "../../host-sim/brokers/wall-clock.js";
import { openLiveOffice, reasonOf, TOKEN } from "./live-office.js";
import { tenLines } from "./readme-example.js";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

test("the ten lines of the README are the body of the function below, and ten", () => {
	const printed = read("../../README.md").match(/^```ts\n(.*?)^```/ms)?.[1] ?? "";
	const body = read("readme-example.ts").match(/^export async function.*?\n(.*?)^\treturn isIn;$/ms)?.[1];
	assert.is(body, printed.replace(/^/gm, "\t").replace(/\t$/, ""));
	assert.is(printed.split("\n").length - 1, 10);
});

test("they let in who is enrolled, and not who is nobody", async () => {
	const broker = await startBroker();
	const office = await openLiveOffice(broker);
	try {
		await office.request(office.policy({ dayRequired: 0 }));
		office.comeForward();
		assert.is(reasonOf(await office.request(office.enrolment(60))), "enrol-result");
		const { known: unit, terminalKey } = office.unit;
		const tls = { ca: "", cert: "", key: "" };
		const given = { unit, terminalKey, clock: wallClock, brokerUrl: broker.url, tls };
		assert.is(await tenLines({ ...given, subjectToken: TOKEN }), true);
		assert.is(await tenLines({ ...given, subjectToken: new Uint8Array(32) }), false);
	} finally {
		await office.close();
		await broker.close();
	}
});

test.run();
