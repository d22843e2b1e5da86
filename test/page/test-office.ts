/**
 * An office for a browser's tests: firmware in this process, a broker that can be killed, synthetic palms,
 * the terminal's service and its page. The world's time runs faster than the wall's, the terminal's with it,
 * so that half a minute's lockout need not be sat out.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Closing } from "../../host-sim/day/closing.js";
import { openCounter, type PlugIn } from "../../host-sim/day/counter.js";
import type { Operator } from "../../host-sim/day/day.js";
import type { Driver } from "../../host-sim/day/drive.js";
import { brokerNetwork } from "../../host-sim/day/network.js";
import { type OfficePage, openOfficePage } from "../../host-sim/day/office-page.js";
import { clear, type Front, present } from "../../host-sim/day/presenter.js";
import { drawPeopleWithBoth, drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { type Board, type PoweredDoors, powerOn } from "../../host-sim/doors/board.js";
import { systemEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { driveInRealTime, type RealTimeDriver } from "../../host-sim/doors/real-time.js";
import type { Scheduler } from "../../host-sim/doors/scheduler.js";
import { SimulatedTamper } from "../../host-sim/doors/tamper.js";
import { emptyStats } from "../../host-sim/engines/engine.js";
import { type KillableBroker, startKillable } from "../../host-sim/queue/killable-broker.js";
import { NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { Modality } from "../../modules/messages/messages.generated.js";
import { startUnit } from "../../modules/unit/unit.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";
import { actionsOf } from "../../terminal/service/actions.js";
import type { TerminalClock } from "../../terminal/session.js";

export interface TestOffice {
	readonly page: OfficePage;
	readonly broker: KillableBroker;
	readonly operators: readonly [Operator, Operator, Operator];
	/** Puts somebody before the unit until `leave`. */
	stand(who: number, purpose: "enrol" | "probe"): void;
	/** Shows the palm, whatever is asked for. */
	standShowingPalm(who: number): void;
	leave(): void;
	cutPower(): void;
	restorePower(): void;
	openCase(): void;
	/** So much time passes at once, the terminal's and the unit's. */
	skip(seconds: number): void;
	close(): Promise<void>;
}

/** How many times faster than the wall's this world's time runs. */
export const SPEED = 2;

/** What people show the unit: a palm, or first a palm and then an eye. */
export type TestTrait = "palm" | "both";

export async function openTestOffice(trait: TestTrait = "palm"): Promise<TestOffice> {
	const closing = new Closing();
	const folder = mkdtempSync(join(tmpdir(), "page-"));
	await closing.add(async () => rmSync(folder, { recursive: true, force: true }));
	const broker = await startKillable(folder);
	await closing.add(() => broker.close());
	const operators = castOf(trait);
	const onFault = (error: unknown) => console.log(error);
	const page = await openOfficePage({ port: 0, operators, staff: "empty", onFault }, closing);
	const supply = new Supply();
	const time = new HurriedTime();
	const crypto = { ...createNodeCrypto({ entropy: systemEntropy, deviceRoot: new Uint8Array(32) }) };
	const { counter } = await openCounter(
		{
			plugIn: supply.plugIn,
			network: () => brokerNetwork(broker.url),
			startDriver: time.start,
			clock: () => time.clock,
			unitCrypto: { ...crypto, ...createNativeCrypto() },
			terminalCrypto: { ...crypto, ...createNativeCrypto() },
			flash: new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: FLASH_BLOCKS, seed: 1 }),
			operators,
			unknownId: "Z9999",
			nowMs: (scheduler) => scheduler.nowMs(),
			report: () => {},
			companion: (desk) => page.companion(desk),
		},
		closing,
	);
	const service = page.service();
	if (service !== undefined) page.offer(actionsOf(service));
	page.open();
	return {
		...{ page, broker, operators },
		...before(counter.front, operators),
		cutPower: () => supply.cut(),
		restorePower: () => supply.restore(),
		openCase: () => supply.tamper?.openCase(),
		skip: (seconds) => time.skip(seconds),
		close: () => closing.close(),
	};
}

const FLASH_BLOCKS = 24;

function castOf(trait: TestTrait): readonly [Operator, Operator, Operator] {
	const [a, b, c] = (trait === "both" ? drawPeopleWithBoth : drawSyntheticPeople)(1, "palm").persons;
	return [
		{ alias: { ja: "佐藤", en: "Sato" }, person: a, id: "A1001", idFullWidth: "Ａ１００１" },
		{ alias: { ja: "鈴木", en: "Suzuki" }, person: b, id: "B2002", idFullWidth: "Ｂ２００２" },
		{ alias: { ja: "高橋", en: "Takahashi" }, person: c, id: "C3003", idFullWidth: "Ｃ３００３" },
	];
}

/** Who stands before the unit; nobody at first, and the room behind is dark. */
function before(
	front: Front,
	operators: TestOffice["operators"],
): Pick<TestOffice, "stand" | "standShowingPalm" | "leave"> {
	let visits = 0;
	const leave = () => clear(front);
	leave();
	return {
		stand(who, purpose) {
			leave();
			present(front, operators[who].person, { purpose, condition: "good", number: visits++ });
		},
		standShowingPalm(who) {
			leave();
			const { person } = operators[who];
			const see: typeof person.see = (visit, movement, lamp) =>
				person.see(visit, movement, lamp, Modality.palmVein);
			present(front, { see }, { purpose: "probe", condition: "good", number: visits++ });
		},
		leave,
	};
}

/** A unit whose plug may be pulled: its flash stays as it is. */
class Supply {
	tamper: SimulatedTamper | undefined;
	#board: Board | undefined;
	#powered: PoweredDoors | undefined;

	readonly plugIn: PlugIn = async (board) => {
		this.tamper = new SimulatedTamper(board.scheduler);
		this.#board = { ...board, tamper: this.tamper };
		this.restore();
		return {
			settle: async () => {},
			stats: async () => emptyStats("node"),
			close: async () => this.cut(),
		};
	};

	cut(): void {
		this.#powered?.powerOff();
		this.#powered = undefined;
	}

	restore(): void {
		if (this.#board === undefined || this.#powered !== undefined) return;
		this.#powered = powerOn(this.#board);
		startUnit(this.#powered.doors, CONFIG);
	}
}

const CONFIG = { softwareVersion: "test", firmwareVersion: 0, bundleHash: new Uint8Array(32) };

/** The world's time and the terminal's, both faster than the wall's and together. */
class HurriedTime {
	#driver: RealTimeDriver | undefined;
	readonly #beganAt = Math.floor(Date.now() / 1000);
	readonly #beganMs = performance.now();
	#skippedSeconds = 0;

	readonly start = (scheduler: Scheduler, settle: () => Promise<void>): Driver => {
		const driver = driveInRealTime(scheduler, settle, SPEED);
		this.#driver = driver;
		const stopped = driver.stopped.then(() => {
			throw new Error("the world has been closed");
		});
		stopped.catch(() => {});
		return { run: (script) => Promise.race([script(), stopped]), close: () => driver.close() };
	};

	readonly clock: TerminalClock = {
		nowSeconds: () => {
			const elapsedSeconds = ((performance.now() - this.#beganMs) * SPEED) / 1000;
			return this.#beganAt + this.#skippedSeconds + Math.floor(elapsedSeconds);
		},
		setTimer(delayMs, onTimer) {
			const timer = setTimeout(onTimer, delayMs / SPEED);
			return { close: () => clearTimeout(timer) };
		},
	};

	skip(seconds: number): void {
		this.#skippedSeconds += seconds;
		this.#driver?.skip(1000 * seconds);
	}
}
