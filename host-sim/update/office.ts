import { assert } from "../../modules/bytes/assert.js";
import { openMessage } from "../../modules/messages/envelope.js";
import { decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { topicOf, type UnitAddress } from "../../modules/messages/topics.js";
import { makeOrder } from "../../terminal/authority.js";
import { type KnownBoot, type KnownUnit, keyring, openExchange } from "../../terminal/exchange.js";
import { type ImageServer, openImageServer } from "../../terminal/image-server.js";
import { createSigningKey } from "../../terminal/keys.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import type { SimulatedConsole } from "../doors/console.js";
import type { Scheduler } from "../doors/scheduler.js";
import type { TopicRouter } from "../doors/topic-router.js";

const ADDRESS: UnitAddress = { site: "s1", terminal: "t1", unit: "u1" };
const NOON = 1_800_000_000;

/** Keys of a terminal and an authority; they outlive every unit that is tried. */
export class OfficeKeys {
	readonly crypto = createNativeCrypto();
	readonly terminal = createSigningKey(this.crypto);
	readonly authority = createSigningKey(this.crypto);
	/** Seconds since 1970: it runs on from one attempt to the next. */
	nowSeconds = NOON;
	known: KnownUnit | undefined;

	/** Takes over a blank unit by its cable. `run` lets the unit answer. */
	provision(console: SimulatedConsole, run: () => void): void {
		console.onMessage = (message) => {
			const reply = decodeBody("provision-reply", message);
			assert(reply.kind === "decoded", "the unit takes its anchors");
			this.known = { address: ADDRESS, ueid: reply.body.ueid, publicKey: reply.body.unitKey };
		};
		console.send(
			encodeBody("provision-request", {
				siteLabel: ADDRESS.site,
				terminalLabel: ADDRESS.terminal,
				unitLabel: ADDRESS.unit,
				terminalKey: this.terminal.publicKey,
				authorityKey: this.authority.publicKey,
			}),
		);
		run();
		assert(this.known !== undefined, "the unit answers its cable");
	}
}

/** The terminal's end of one unit's link: offers, sends what is asked for, hears what runs. */
export class UpdateOffice {
	/** Firmware version of the last birth message. */
	born: number | undefined;
	/** Pieces sent. */
	pieces = 0;
	/** Called with the number of pieces sent so far, before the next one is. */
	onPiece: (pieces: number) => void = () => {};
	readonly #keys: OfficeKeys;
	readonly #router: TopicRouter;
	#server: ImageServer | undefined;
	#boot: KnownBoot | undefined;

	constructor(keys: OfficeKeys, scheduler: Scheduler, router: TopicRouter) {
		this.#keys = keys;
		this.#router = router;
		const later = (run: (payload: Uint8Array) => void) => (_topic: string, payload: Uint8Array) => {
			scheduler.schedule(1, () => run(payload));
		};
		router.subscribe(
			[topicOf(ADDRESS, "evt")],
			later((payload) => this.#send(payload)),
		);
		router.subscribe(
			[topicOf(ADDRESS, "state")],
			later((payload) => this.#hearBirth(payload)),
		);
	}

	offer(image: Uint8Array, firmwareVersion: number): void {
		const { crypto, terminal, authority, known } = this.#keys;
		assert(known !== undefined, "a unit that was provisioned");
		this.#server = openImageServer(crypto, terminal, ADDRESS, image);
		const imageHash = this.#server.hash;
		const order = { softwareVersion: `0.${firmwareVersion}.0`, firmwareVersion, imageHash };
		const { topic, envelope } = makeOrder(
			crypto,
			{ ...openExchange(known), boot: this.#boot },
			authority,
			{ type: "update-offer", ...order, imageLength: image.length },
			this.#keys.nowSeconds++,
		);
		this.#router.publish({ topic, payload: envelope, qos: 1, retain: false });
	}

	#send(payload: Uint8Array): void {
		const wanted = decodeBody("image-wanted", payload);
		const piece = wanted.kind === "decoded" ? this.#server?.answer(wanted.body) : undefined;
		if (piece === undefined) return;
		this.onPiece(this.pieces);
		this.pieces++;
		this.#router.publish({ topic: piece.topic, payload: piece.envelope, qos: 1, retain: false });
	}

	#hearBirth(payload: Uint8Array): void {
		const { crypto, known } = this.#keys;
		if (known === undefined) return;
		const topic = topicOf(ADDRESS, "state");
		const opened = openMessage(crypto, keyring(crypto, known), topic, ["birth"], payload);
		if (opened.kind !== "opened") return;
		this.born = opened.body.firmwareVersion;
		this.#boot = opened.body;
	}
}
