import type { Link, LinkOptions } from "../../hal/hal.js";

/** A network interface of the simulated unit: one link at a time. */
export interface LinkDevice {
	open(options: LinkOptions): Link;
	/** The unit vanishes without a farewell: the broker publishes its will, and no callback comes any more. */
	powerOff(): void;
}
