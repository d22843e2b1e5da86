/** A broker that dies and comes back, in every state in which unit and terminal can meet it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { RefusalReason } from "../../modules/messages/messages.generated.js";
import { until } from "./broker-office.js";
import { inOffice, pause, reasonOf } from "./live-office.js";

inOffice(
	"killed while nobody asks: both are back, and the next question is answered",
	async (office, broker) => {
		await broker.kill();
		await until("the terminal notices", () => office.heard.includes("disconnected"));
		office.heard.length = 0;
		await broker.start();
		await until("the unit is there again", () => office.heard.includes("birth"));
		assert.is(reasonOf(await office.request(office.challenge())), RefusalReason.dayClosed);
		return 1;
	},
);

inOffice(
	"killed before the question is asked: it waits, and is answered after the restart",
	async (office, broker) => {
		await broker.kill();
		await until("the terminal notices", () => office.heard.includes("disconnected"));
		office.heard.length = 0;
		const answer = office.request(office.challenge());
		await broker.start();
		await until("the unit is there again", () => office.heard.includes("birth"));
		// Where the unit came back after the question had been passed on, nobody heard it: it is asked again.
		const first = await Promise.race([answer, pause(1500)]);
		if (first !== undefined) assert.is(reasonOf(first), RefusalReason.dayClosed);
		else assert.is(reasonOf(await office.request(office.challenge())), RefusalReason.dayClosed);
		return 1;
	},
);

inOffice(
	"killed while the unit waits for a palm: its answer comes after the restart",
	async (office, broker) => {
		const answer = office.request(office.enrolment(3));
		await until("the unit asks for the palm", () => office.heard.includes("hint"));
		await broker.kill();
		await broker.start();
		assert.is(reasonOf(await answer), RefusalReason.noCapture);
		return 1;
	},
);

inOffice(
	"down when the answer falls due: it is kept, and comes after the restart",
	async (office, broker) => {
		const answer = office.request(office.enrolment(1));
		await until("the unit asks for the palm", () => office.heard.includes("hint"));
		await broker.kill();
		await pause(1500);
		await broker.start();
		assert.is(reasonOf(await answer), RefusalReason.noCapture);
		return 1;
	},
);

inOffice(
	"killed between an answer and its receipt: the entry comes again and is counted once",
	async (office, broker) => {
		assert.is(reasonOf(await office.request(office.challenge())), RefusalReason.dayClosed);
		await broker.kill();
		await broker.start();
		await until(
			"the unit is there again",
			() => office.heard.lastIndexOf("birth") > office.heard.indexOf("disconnected"),
		);
		assert.is(reasonOf(await office.request(office.challenge())), RefusalReason.dayClosed);
		return 2;
	},
);

test.run();
