import { iris } from "./iris/iris.js";
import type { Modality } from "./modality.js";
import { palmVein } from "./palm-vein/palm-vein.js";

/**
 * Every trait that units, simulator and evaluation know, in rising order of id. The one place outside its own
 * folder that names a trait.
 */
export const TRAITS: readonly Modality[] = [palmVein, iris];
