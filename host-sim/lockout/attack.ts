/** A unit whose thief shows his own palm and holds the switch of its power. */
import type { Crypto } from "../../hal/hal.js";
import { assert } from "../../modules/bytes/assert.js";
import { openMessage } from "../../modules/messages/envelope.js";
import { Action, Demand, Modality, Role } from "../../modules/messages/messages.generated.js";
import { topicOf } from "../../modules/messages/topics.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { recordIdInto } from "../../modules/protection/protected-reference.js";
import { formatStore } from "../../modules/store/format.js";
import { openStore } from "../../modules/store/store.js";
import { Subjects } from "../../modules/unit/subjects.js";
import { startUnit } from "../../modules/unit/unit.js";
import { makeEnrolBegin } from "../../terminal/authority.js";
import {
	type Exchange,
	keyring,
	noteBirth,
	openExchange,
	type SignedRequest,
} from "../../terminal/exchange.js";
import { makeChallenge } from "../../terminal/terminal.js";
import type { Visit } from "../day/people.js";
import { present } from "../day/presenter.js";
import { powerOn } from "../doors/board.js";
import { SimulatedCamera } from "../doors/camera.js";
import { SimulatedConsole } from "../doors/console.js";
import { seededEntropy } from "../doors/entropy.js";
import { SimulatedIlluminator } from "../doors/illuminator.js";
import { MemoryLink } from "../doors/link-memory.js";
import { createNodeCrypto } from "../doors/node-crypto.js";
import { SimulatedPresence } from "../doors/presence.js";
import { Scheduler } from "../doors/scheduler.js";
import { TopicRouter } from "../doors/topic-router.js";
import { type Name, personOf, STRANGER, SUPERVISOR } from "../sim/cast.js";
import { OfficeKeys } from "../update/office.js";
import { isCut, NorFlash, type TearModel } from "../world/nor-flash.js";
import { NOR_PARTS } from "../world/nor-parts.js";

export interface Attack {
	/** Of a unit that knows its supervisor and has not been tried yet, power off; for copying. */
	readonly flash: NorFlash;
	/**
	 * Power on, the supervisor is asked for, the stranger shows a palm until the unit has said what it says;
	 * power off, or cut.
	 */
	attempt(flash: NorFlash, cut?: Cut): Attempt;
	/** What the flash says, whatever the unit says. */
	failuresOn(flash: NorFlash): number;
}

/** At the flash operation of this number, counted from power-on. */
export interface Cut {
	readonly at: number;
	readonly tear: TearModel;
}

export interface Attempt {
	/** Probes held against the reference: what the thief is after. */
	readonly comparisons: number;
	readonly isCut: boolean;
}

/** Failures that lock, for longer than any attack here lasts. */
export const FAILURES_THAT_LOCK = DEFAULT_POLICY.failuresBeforeLock;

export function openAttack(): Attack {
	const keys = new OfficeKeys();
	let comparisons = 0;
	const crypto = cryptoOf(keys, () => comparisons++);
	const flash = new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: FLASH_BLOCKS, seed: 1 });
	formatStore(flash);
	enrolSupervisor(keys, crypto, flash);
	const recordId = new Uint8Array(16);
	recordIdInto(recordId, crypto, SUPERVISOR_TOKEN);
	return {
		flash,
		attempt(tried, cut) {
			comparisons = 0;
			if (cut !== undefined) tried.cutAt(cut.at, cut.tear);
			const wasCut = isCut(() => {
				const unit = powerUp(keys, crypto, tried);
				unit.stand(STRANGER, "probe");
				unit.send(ask(keys, unit.exchange));
				unit.run(ATTEMPT_MS);
				unit.powerOff();
			});
			tried.powerOn();
			return { comparisons, isCut: wasCut };
		},
		failuresOn(tried) {
			const opening = openStore(tried.clone(1));
			assert(opening.kind === "opened", "a store that survives its cuts");
			const subject = new Subjects(opening.store).find(recordId);
			assert(typeof subject === "object", "a supervisor who is known");
			return subject.failures;
		},
	};
}

/** A reference opens for nothing but a comparison: its key is asked for once for each. */
function cryptoOf(keys: OfficeKeys, onComparison: () => void): Crypto {
	const entropy = seededEntropy(new Uint8Array(32).fill(1));
	const own = createNodeCrypto({ entropy, deviceRoot: new Uint8Array(32).fill(2) });
	return {
		...own,
		// OpenSSL for the signatures, as a device has hardware for them.
		...keys.crypto,
		entropyInto: own.entropyInto,
		deviceKeyInto(out, label) {
			own.deviceKeyInto(out, label);
			if (label === "reference") onComparison();
		},
	};
}

function enrolSupervisor(keys: OfficeKeys, crypto: Crypto, flash: NorFlash): void {
	const unit = powerUp(keys, crypto, flash, (console, run) => keys.provision(console, run));
	unit.stand(SUPERVISOR, "enrol");
	unit.send(
		makeEnrolBegin(keys.crypto, unit.exchange, keys.authority, {
			subjectToken: SUPERVISOR_TOKEN,
			modality: Modality.palmVein,
			role: Role.supervisor,
			pledge: new TextEncoder().encode("pledge"),
			sampleCount: 3,
			nowSeconds: keys.nowSeconds++,
			lifetimeSeconds: 60,
		}),
	);
	unit.run(ENROL_MS);
	unit.powerOff();
}

/** To open the day: the one thing that may be asked in the morning. */
function ask(keys: OfficeKeys, exchange: Exchange): SignedRequest {
	return makeChallenge(keys.crypto, exchange, keys.terminal, {
		subjectToken: SUPERVISOR_TOKEN,
		modality: Demand.palmVein,
		action: Action.openDay,
		purpose: 1,
		nowSeconds: keys.nowSeconds++,
		lifetimeSeconds: 15,
	});
}

/** A unit in a world of its own, before which somebody may stand. @throws PowerCut */
function powerUp(
	keys: OfficeKeys,
	crypto: Crypto,
	flash: NorFlash,
	first: (console: SimulatedConsole, run: () => void) => void = () => {},
) {
	const scheduler = new Scheduler();
	const router = new TopicRouter();
	const front = {
		scheduler,
		camera: new SimulatedCamera(scheduler),
		illuminator: new SimulatedIlluminator(scheduler),
		presence: new SimulatedPresence(scheduler),
	};
	const console = new SimulatedConsole(scheduler);
	const link = new MemoryLink(scheduler, router);
	const { doors, powerOff } = powerOn({ ...front, crypto, flash, link, console, trace: () => {} });
	startUnit(doors, { softwareVersion: "attacked", firmwareVersion: 1, bundleHash: new Uint8Array(32) });
	const run = (durationMs: number) => scheduler.advance(durationMs);
	first(console, () => run(0));
	assert(keys.known !== undefined, "a unit that has been provisioned");
	const exchange = openExchange(keys.known);
	const topic = topicOf(keys.known.address, "state");
	router.subscribe([topic], (_topic, payload) => {
		const opened = openMessage(keys.crypto, keyring(keys.crypto, exchange.unit), topic, ["birth"], payload);
		if (opened.kind === "opened") noteBirth(exchange, opened.body);
	});
	run(0);
	return {
		exchange,
		run,
		powerOff,
		stand(name: Name, purpose: Visit["purpose"]): void {
			present(
				front,
				personOf({ palm: name, eye: name, demand: Demand.palmVein }, () => {}),
				{ purpose, number: 1, condition: "good" },
			);
		},
		send({ topic: to, envelope }: SignedRequest): void {
			router.publish({ topic: to, payload: envelope, qos: 1, retain: false });
		},
	};
}

/** Any 32 bytes: the unit does not care whose HMAC they are. */
const SUPERVISOR_TOKEN = new Uint8Array(32).fill(7);
/** Room for the outbox, small enough to be searched quickly. */
const FLASH_BLOCKS = 24;
/** A frame in the dark, one that is lit, and the slot of the answer. */
const ATTEMPT_MS = 1500;
const ENROL_MS = 5000;
