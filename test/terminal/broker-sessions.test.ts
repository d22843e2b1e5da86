/** A broker that dies while somebody is to be compared, or is logged in. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Action, EndReason } from "../../modules/messages/messages.generated.js";
import { until } from "./broker-office.js";
import { inOffice, type LiveOffice, pause, reasonOf } from "./live-office.js";

/** Of the unit's clock, where a link's loss must last. */
const SPEED = 4;

inOffice(
	"killed while a palm is waited for to be compared: it comes after the restart, and is answered",
	async (office, broker) => {
		await enrol(office);
		office.heard.length = 0;
		const answer = office.request(office.challenge(Action.openDay));
		await until("the unit asks for the palm", () => office.heard.includes("hint"));
		await broker.kill();
		await broker.start();
		await until("the unit is there again", () => office.heard.includes("birth"));
		office.comeForward();
		assert.is(reasonOf(await answer), "result");
		// The enrolment, the day that was opened, and the chain's head.
		return 3;
	},
);

inOffice(
	"killed while somebody is logged in: the session goes on, and ends when the operator says so",
	async (office, broker) => {
		const nonce = await logIn(office);
		office.heard.length = 0;
		await broker.kill();
		await broker.start();
		await until("the unit is there again", () => office.heard.includes("birth"));
		assert.is(reasonOf(await office.request(office.logOff(nonce))), "order-result");
		await until("the session's end", () => office.heard.includes(`ended ${EndReason.logoff}`));
		return 5;
	},
);

inOffice(
	"down for too long while somebody is logged in: the unit ends the session, and tells why after the restart",
	async (office, broker) => {
		await office.request(office.policy({ linkLossSeconds: 5 }));
		const nonce = await logIn(office);
		office.heard.length = 0;
		await broker.kill();
		await pause(8000 / SPEED);
		await broker.start();
		await until("the session's end", () => office.heard.includes(`ended ${EndReason.link}`));
		assert.is.not(reasonOf(await office.request(office.logOff(nonce))), "order-result", "it is over");
		return 6;
	},
	{ speed: SPEED },
);

async function enrol(office: LiveOffice): Promise<void> {
	const { leave } = office.comeForward();
	assert.is(reasonOf(await office.request(office.enrolment(60))), "enrol-result");
	leave();
}

/** @returns the nonce of the challenge that began the session; the operator stays where he is. */
async function logIn(office: LiveOffice): Promise<string> {
	await enrol(office);
	office.comeForward();
	assert.is(reasonOf(await office.request(office.challenge(Action.openDay))), "result");
	const challenge = office.challenge();
	assert.is(reasonOf(await office.request(challenge)), "result");
	return challenge.nonce;
}

test.run();
