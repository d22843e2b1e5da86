import type { Frame, SimulatedCamera } from "../doors/camera.js";
import type { SimulatedIlluminator } from "../doors/illuminator.js";
import type { SimulatedPresence } from "../doors/presence.js";
import type { GreyImage } from "../images/grey-image.js";
import type { Person, Visit } from "./people.js";

/** The hardware that a person standing before the unit acts upon. */
export interface Front {
	readonly camera: SimulatedCamera;
	readonly presence: SimulatedPresence;
	readonly illuminator: SimulatedIlluminator;
}

/** "bad": something shades the palm, as a sleeve or a hand held too far away. */
export type CaptureQuality = "good" | "bad";

/**
 * Puts a person before the unit until `leave`. `onExposure` hears of every frame the camera takes meanwhile.
 */
export function present(
	{ camera, presence, illuminator }: Front,
	person: Person,
	visit: Visit,
	quality: CaptureQuality,
	onExposure: (count: number) => void = () => {},
): { leave(): void } {
	let exposures = 0;
	presence.distanceMm = HAND_DISTANCE_MM;
	camera.scene = () => {
		const image = person.see(visit, exposures++);
		onExposure(exposures);
		return frameOf(image, illuminator.levelPercent, quality);
	};
	return {
		leave() {
			presence.distanceMm = undefined;
			camera.scene = () => undefined;
		},
	};
}

const HAND_DISTANCE_MM = 60;

/** Veins show under the unit's own light only: without it, and in shade, an exposure is nearly black. */
function frameOf(image: GreyImage, levelPercent: number, quality: CaptureQuality): Frame {
	const { width, height } = image;
	const lit = levelPercent > 0;
	const pixels = lit && quality === "good" ? image.data : image.data.map((grey) => grey >> 4);
	return { width, height, lit, pixels };
}
