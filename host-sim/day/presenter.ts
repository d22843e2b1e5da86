import type { Modality } from "../../modules/messages/messages.generated.js";
import type { SimulatedCamera } from "../doors/camera.js";
import type { SimulatedIlluminator } from "../doors/illuminator.js";
import type { SimulatedPresence } from "../doors/presence.js";
import type { Scheduler } from "../doors/scheduler.js";
import type { Person, Visit } from "./people.js";

/** The hardware that a person standing before the unit acts upon. */
export interface Front {
	readonly scheduler: Pick<Scheduler, "nowMs" | "schedule">;
	readonly camera: SimulatedCamera;
	readonly presence: SimulatedPresence;
	readonly illuminator: SimulatedIlluminator;
	/** The trait that the unit last asked for, as its terminal has heard; only who shows both needs it. */
	readonly asked?: () => Modality | undefined;
}

/**
 * Puts a person before the unit until `leave`. `onExposure` hears of every frame the camera takes meanwhile.
 */
export function present(
	{ scheduler, camera, presence, illuminator, asked }: Front,
	person: Pick<Person, "see">,
	visit: Visit,
	onExposure: (count: number) => void = () => {},
): { leave(): void } {
	let exposures = 0;
	const movementOf = movements();
	presence.distanceMm = HAND_DISTANCE_MM;
	camera.scene = () => {
		const lit = illuminator.levelPercent > 0;
		const movement = movementOf(scheduler.nowMs());
		const { width, height, data } = person.see(visit, movement, lit ? "on" : "off", asked?.());
		onExposure(++exposures);
		return { width, height, lit, pixels: data };
	};
	return {
		leave() {
			presence.distanceMm = undefined;
			camera.scene = () => undefined;
		},
	};
}

/** Nobody is there, and the camera sees it: the dark room behind. */
export function clear({ camera, presence, illuminator }: Front): void {
	presence.distanceMm = undefined;
	const pixels = new Uint8Array(EMPTY_SIDE * EMPTY_SIDE);
	const size = { width: EMPTY_SIDE, height: EMPTY_SIDE };
	camera.scene = () => ({ ...size, lit: illuminator.levelPercent > 0, pixels });
}

const EMPTY_SIDE = 64;
const HAND_DISTANCE_MM = 60;

/** A hand rests this long, so that two samples of an enrolment (400 ms apart) are different pictures. */
const REST_MS = 400;

/** Counts a hand's movements by the times at which it is looked at. */
function movements(): (nowMs: number) => number {
	let count = -1;
	let movedAtMs = Number.NEGATIVE_INFINITY;
	return (nowMs) => {
		if (nowMs - movedAtMs >= REST_MS) {
			count++;
			movedAtMs = nowMs;
		}
		return count;
	};
}
