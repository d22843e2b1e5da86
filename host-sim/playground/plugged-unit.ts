import type { Doors, RestartCause } from "../../hal/hal.js";
import { assert } from "../../modules/bytes/assert.js";
import type { PlugIn, RunningUnit } from "../day/counter.js";
import { type Board, type PoweredDoors, powerOn } from "../doors/board.js";
import { SimulatedTamper } from "../doors/tamper.js";
import { type EngineStats, EngineStopped, emptyStats } from "../engines/engine.js";
import type { Power } from "../shared/world-state.js";
import { type NorFlash, PowerCut } from "../world/nor-flash.js";

export interface PluggedUnitOptions {
	/** Starts the firmware on powered doors. */
	readonly boot: (doors: Doors) => Promise<RunningUnit>;
	readonly flash: NorFlash;
	/** Looks on at every boot's doors. */
	readonly watch: (doors: Doors) => Doors;
	/** @param why one line, where it was neither asked for nor a cut. */
	readonly onPower: (power: Power, why?: string) => void;
	readonly onStats: (stats: EngineStats) => void;
}

/**
 * The unit as a thing with a plug and a case. Everything but its flash is lost with its power. What is done
 * to it belongs inside a callback of the scheduler; what comes of it comes as the world settles.
 */
export class PluggedUnit {
	readonly #options: PluggedUnitOptions;
	#board: Board | undefined;
	#tamper: SimulatedTamper | undefined;
	#powered: PoweredDoors | undefined;
	#unit: RunningUnit | undefined;
	/** Why it boots at the next `settle`. */
	#due: RestartCause | undefined;
	#lastStats = emptyStats("node");
	#statsAtMs = Number.NEGATIVE_INFINITY;

	constructor(options: PluggedUnitOptions) {
		this.#options = options;
	}

	/** For `openCounter`: the first boot. */
	readonly plugIn: PlugIn = async (board) => {
		const tamper = new SimulatedTamper(board.scheduler);
		this.#tamper = tamper;
		this.#board = { ...board, tamper };
		await this.#boot("power");
		return {
			settle: () => this.#settle(),
			stats: async () => (this.#unit === undefined ? this.#lastStats : this.#unit.stats()),
			close: async () => {
				this.#powerOff();
				await this.#endEngine();
			},
		};
	};

	get isOn(): boolean {
		return this.#powered !== undefined || this.#due !== undefined;
	}

	/** Between two operations of the flash; harmless while off. */
	pullPlug(): void {
		if (!this.isOn) return;
		this.#due = undefined;
		this.#powerOff();
		this.#options.onPower("off");
	}

	/** The power goes in the middle of the next write or erase, which is torn. */
	cutInNextWrite(): void {
		if (this.isOn) this.#options.flash.cutAt(0, "unstable");
	}

	/** Boots from the same flash at the next `settle`; harmless while on. */
	restorePower(): void {
		if (!this.isOn) this.#due = "power";
	}

	openCase(): void {
		this.#tamper?.openCase();
	}

	closeCase(): void {
		this.#tamper?.closeCase();
	}

	async #settle(): Promise<void> {
		try {
			const cause = this.#due;
			if (cause !== undefined) await this.#boot(cause);
			if (this.#powered === undefined) await this.#endEngine();
			await this.#unit?.settle();
			if (this.#due !== undefined) await this.#settle();
			else await this.#tellStats();
		} catch (error) {
			if (!(error instanceof PowerCut) && !(error instanceof EngineStopped)) throw error;
			this.#powerOff();
			await this.#endEngine();
			if (error instanceof PowerCut) this.#options.onPower("off");
			else this.#options.onPower("stopped", error.message.split("\n")[0]);
		}
	}

	async #boot(restartCause: RestartCause): Promise<void> {
		assert(this.#board !== undefined, "a unit without a board");
		this.#due = undefined;
		this.#powerOff();
		await this.#endEngine();
		const onRestart = () => {
			this.#due = "request";
		};
		this.#powered = powerOn({ ...this.#board, restartCause, onRestart });
		this.#options.onPower("on");
		this.#unit = await this.#options.boot(this.#options.watch(this.#powered.doors));
	}

	#powerOff(): void {
		this.#powered?.powerOff();
		this.#powered = undefined;
		this.#options.flash.powerOn();
	}

	async #endEngine(): Promise<void> {
		const unit = this.#unit;
		this.#unit = undefined;
		await unit?.close();
	}

	/** Asking an engine takes a while: often enough to watch it, no more. */
	async #tellStats(): Promise<void> {
		const nowMs = this.#board?.scheduler.nowMs() ?? 0;
		if (this.#unit === undefined || nowMs - this.#statsAtMs < STATS_INTERVAL_MS) return;
		this.#statsAtMs = nowMs;
		this.#lastStats = await this.#unit.stats();
		this.#options.onStats(this.#lastStats);
	}
}

const STATS_INTERVAL_MS = 500;
