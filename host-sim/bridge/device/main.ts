/** The firmware's entry in the simulator. */
import { startUnit } from "../../../modules/unit/unit.js";
import { bootOnHost } from "./boot-on-host.js";

bootOnHost((doors, config) => {
	startUnit(doors, config);
});
