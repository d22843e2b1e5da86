/**
 * The firmware's entry on the SDK's Linux target: the SDK's engine, linker and native crypto, before the
 * doors of the simulator.
 */
import { bootOnHost } from "../../host-sim/bridge/device/boot-on-host.js";
import { startUnit } from "../../modules/unit/unit.js";
import { openCrypto } from "../esp32/doors/crypto.js";
import { serveHost } from "./native/host.js";

bootOnHost((doors, config) => {
	const { deviceKeyInto, entropyInto } = doors.crypto;
	startUnit({ ...doors, crypto: openCrypto(deviceKeyInto, entropyInto) }, config);
});
serveHost();
