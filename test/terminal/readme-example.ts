/** The terminal's ten lines of README.md, word for word, so that compiler, linter and a test have them. */
import { Action, Demand } from "../../modules/messages/messages.generated.js";
import { type KnownUnit, openExchange } from "../../terminal/exchange.js";
import type { SigningKeyPair } from "../../terminal/keys.js";
import { openBrokerSession, type TlsFiles } from "../../terminal/mqtt.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { isAccepted, type TerminalClock } from "../../terminal/session.js";
import { makeChallenge } from "../../terminal/terminal.js";

/** What the lines take for given. */
export interface Given {
	readonly unit: KnownUnit;
	readonly terminalKey: SigningKeyPair;
	readonly subjectToken: Uint8Array;
	readonly clock: TerminalClock;
	readonly brokerUrl: string;
	readonly tls: TlsFiles;
}

/** @returns whether somebody was let in. */
export async function tenLines({ unit, terminalKey, subjectToken, clock, brokerUrl, tls }: Given) {
	const crypto = createNativeCrypto();
	const exchange = openExchange(unit);
	const opened = await openBrokerSession({ crypto, exchange, clock, brokerUrl, tls, connectTimeoutMs: 5000 });
	if (opened.kind === "unreachable") throw new Error(opened.reason);
	const who = { subjectToken, modality: Demand.palmVein, action: Action.logIn, purpose: 1 };
	const when = { nowSeconds: clock.nowSeconds(), lifetimeSeconds: 30 };
	const request = makeChallenge(crypto, exchange, terminalKey, { ...who, ...when });
	const answer = await opened.session.request(request);
	await opened.session.close();
	const isIn = isAccepted(answer);
	return isIn;
}
