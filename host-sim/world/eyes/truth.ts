import type { EyePose, EyeView } from "./pose.js";
import { projectLid } from "./pose.js";

/** Where the eye really is in a frame; frame pixels, pixel centres at whole numbers. May lie outside it. */
export interface EyeTruth {
	readonly pose: EyePose;
	readonly pupil: Circle;
	readonly iris: Circle;
	/** Share of the iris's disc that lids leave free, 0..1; lashes and reflections are not counted. */
	readonly visible: number;
}

/** A circle that the gaze turns into an ellipse: `radius` is half its longest diameter. */
export interface Circle {
	readonly x: number;
	readonly y: number;
	readonly radius: number;
}

/**
 * @param pupil its centre in iris coordinates, and its radius in iris radii
 * @param visible see EyeTruth
 */
export function eyeTruthOf(pose: EyePose, view: EyeView, pupil: Circle, visible: number): EyeTruth {
	const { a, b, c, d, irisX, irisY, scale } = view;
	const determinant = a * d - b * c;
	const pupilX = irisX + (d * pupil.x - b * pupil.y) / determinant;
	const pupilY = irisY + (a * pupil.y - c * pupil.x) / determinant;
	return {
		pose,
		pupil: { ...projectLid(view, pupilX, pupilY), radius: pupil.radius * scale },
		iris: { ...projectLid(view, irisX, irisY), radius: scale },
		visible,
	};
}

/** As if seen in a mirror: a right eye's. */
export function mirrored(truth: EyeTruth, width: number): EyeTruth {
	const turned = ({ x, y, radius }: Circle): Circle => ({ x: width - 1 - x, y, radius });
	return { ...truth, pupil: turned(truth.pupil), iris: turned(truth.iris) };
}
