/**
 * A unit that speaks the protocol and recognises nothing but a frame's first pixel: for testing the
 * terminal's side and the day's script without the firmware.
 */
import type { Console, Doors, ImageSensor, Link } from "../../hal/hal.js";
import type { RunningUnit } from "../../host-sim/day/counter.js";
import { emptyStats } from "../../host-sim/engines/engine.js";
import { equalConstantTime, toHex } from "../../modules/bytes/bytes.js";
import { kidOf, openMessage, type SigningKey, signMessage } from "../../modules/messages/envelope.js";
import {
	type BodyByType,
	ClockSource,
	Decision,
	HintReason,
	RefusalReason,
} from "../../modules/messages/messages.generated.js";
import { decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { topicOf, type UnitAddress } from "../../modules/messages/topics.js";

export interface FakeUnitFaults {
	/** Says yes to every palm. */
	readonly accepts: "the enrolled" | "everybody";
}

export function bootFakeUnit(faults: FakeUnitFaults): (doors: Doors) => Promise<RunningUnit> {
	return async (doors) => {
		new FakeUnit(doors, faults);
		return { settle: async () => {}, stats: async () => emptyStats("node"), close: async () => {} };
	};
}

type Asked =
	| { readonly type: "challenge"; readonly body: BodyByType["challenge"]; readonly hash: Uint8Array }
	| { readonly type: "enrol-begin"; readonly body: BodyByType["enrol-begin"]; readonly hash: Uint8Array };

class FakeUnit {
	readonly #doors: Doors;
	readonly #faults: FakeUnitFaults;
	readonly #ueid = new Uint8Array(17).fill(7);
	readonly #publicKey = new Uint8Array(65);
	readonly #key: SigningKey;
	readonly #auditHead = new Uint8Array(32);
	readonly #references = new Map<string, number>();
	readonly #console: Console;
	readonly #camera: ImageSensor;
	#asked: Asked | undefined;
	/** First pixel of the witness who has been accepted and may still be there. */
	#witness: number | undefined;
	#sequence = 0;
	#anchors: BodyByType["provision-request"] | undefined;
	#link: Link | undefined;

	constructor(doors: Doors, faults: FakeUnitFaults) {
		this.#doors = doors;
		this.#faults = faults;
		this.#ueid[0] = 1;
		const privateKey = new Uint8Array(32);
		doors.crypto.generateSigningKeyInto(privateKey, this.#publicKey);
		this.#key = { kid: kidOf(doors.crypto, this.#publicKey), privateKey };
		const onError = (reason: string) => {
			throw new Error(reason);
		};
		this.#console = doors.openConsole({ onMessage: (message) => this.#provision(message), onError });
		this.#camera = doors.openImageSensor({ onReadable: () => this.#look(), onError });
		doors.openIlluminator().set(100);
	}

	#provision(message: Uint8Array): void {
		const request = decodeBody("provision-request", message);
		if (request.kind === "malformed") throw new Error("the cable spoke nonsense");
		this.#anchors = request.body;
		this.#console.write(encodeBody("provision-reply", { ueid: this.#ueid, unitKey: this.#publicKey }));
		const { ueid } = { ueid: this.#ueid };
		const will = signMessage(this.#doors.crypto, this.#key, this.#topic("state"), "offline", {
			ueid,
			bootCount: 1,
		});
		this.#link = this.#doors.openLink({
			subscriptions: [this.#topic("cmd")],
			will: { topic: this.#topic("state"), payload: will, qos: 1, retain: true },
			onOpen: () => this.#announce(),
			onMessage: (_topic, payload) => this.#take(payload),
			onClose: () => {},
			onError: (reason) => {
				throw new Error(reason);
			},
		});
	}

	#topic(channel: "cmd" | "res" | "evt" | "state"): string {
		if (this.#anchors === undefined) throw new Error("not provisioned");
		const { siteLabel, terminalLabel, unitLabel } = this.#anchors;
		const address: UnitAddress = { site: siteLabel, terminal: terminalLabel, unit: unitLabel };
		return topicOf(address, channel);
	}

	#announce(): void {
		const body = {
			ueid: this.#ueid,
			bootCount: 1,
			bootNonce: new Uint8Array(16),
			softwareVersion: "fake",
			firmwareVersion: 0,
			bundleHash: new Uint8Array(32),
			sequence: this.#sequence,
			auditHead: this.#auditHead.slice(),
			policyHash: NO_POLICY,
			policyVersion: 0,
			keyVersion: 0,
		};
		const payload = signMessage(this.#doors.crypto, this.#key, this.#topic("state"), "birth", body);
		this.#link?.publish({ topic: this.#topic("state"), payload, qos: 1, retain: true });
	}

	#take(payload: Uint8Array): void {
		const { crypto } = this.#doors;
		const { terminalKey, authorityKey } = this.#anchors ?? { terminalKey: payload, authorityKey: payload };
		const keyOf = (kid: Uint8Array) =>
			[terminalKey, authorityKey].find((key) => equalConstantTime(kidOf(crypto, key), kid));
		const opened = openMessage(crypto, keyOf, this.#topic("cmd"), TYPES, payload);
		if (opened.kind === "refused") throw new Error(opened.reason);
		if (opened.type === "receipt") return;
		const hash = new Uint8Array(32);
		crypto.sha256Into(hash, payload);
		this.#asked = { ...opened, hash };
		this.#witness = undefined;
		const token = toHex(opened.body.subjectToken);
		if (opened.type === "challenge" && !this.#references.has(token)) this.#answer(RefusalReason.notEnrolled);
		else this.#camera.start();
	}

	#look(): void {
		const { frameBuffer } = this.#doors;
		const asked = this.#asked;
		if (this.#camera.read(frameBuffer) === undefined || asked === undefined) return;
		if (frameBuffer[0] === this.#witness) return;
		const isWitness = asked.type === "enrol-begin" && asked.body.witnessToken !== undefined;
		if (isWitness && this.#witness === undefined) this.#witness = frameBuffer[0];
		this.#link?.publish({
			topic: this.#topic("evt"),
			payload: encodeBody("hint", { hintReason: HintReason.accepted }),
			qos: 0,
			retain: false,
		});
		if (frameBuffer[0] === this.#witness) return;
		const token = toHex(asked.body.subjectToken);
		if (asked.type === "enrol-begin") this.#references.set(token, frameBuffer[0]);
		const isThem = this.#references.get(token) === frameBuffer[0] || this.#faults.accepts === "everybody";
		this.#answer(isThem ? undefined : RefusalReason.mismatch);
	}

	#answer(reason: RefusalReason | undefined): void {
		const asked = this.#asked;
		if (asked === undefined) return;
		this.#asked = undefined;
		this.#camera.stop();
		const common = {
			nonce: asked.body.nonce,
			ueid: this.#ueid,
			bootCount: 1,
			sequence: this.#sequence++,
			requestHash: asked.hash,
			clockSource: ClockSource.none,
			decision: reason === undefined ? Decision.accepted : Decision.refused,
			...(reason === undefined ? {} : { reason }),
			policyHash: NO_POLICY,
			auditHead: this.#auditHead.slice(),
		};
		const topic = this.#topic("res");
		const payload = this.#sign(topic, asked, common);
		this.#chain(payload);
		this.#link?.publish({ topic, payload, qos: 1, retain: false });
	}

	#sign(topic: string, asked: Asked, common: Common): Uint8Array {
		const { crypto } = this.#doors;
		if (asked.type === "challenge") {
			const { modality, action } = asked.body;
			return signMessage(crypto, this.#key, topic, "result", { ...common, modality, action });
		}
		const { modality, pledgeHash, role } = asked.body;
		return signMessage(crypto, this.#key, topic, "enrol-result", { ...common, modality, pledgeHash, role });
	}

	/** head(n + 1) = SHA-256(head(n) || SHA-256(entry n)) */
	#chain(entry: Uint8Array): void {
		const { crypto } = this.#doors;
		const digest = new Uint8Array(32);
		crypto.sha256Into(digest, entry);
		crypto.sha256Into(this.#auditHead, this.#auditHead.slice(), digest);
	}
}

type Common = Omit<BodyByType["result"], "modality" | "action">;

const TYPES = ["challenge", "enrol-begin", "receipt"] as const;
const NO_POLICY = new Uint8Array(32);
