/** The bundle that holds the board's cryptography in C to the contract of its door. */

import { createNativeCrypto } from "../../host-sim/bench/native-crypto.js";
import { serveProbe } from "../doors/serve-probe.js";

serveProbe((doors) => ({
	...doors,
	crypto: createNativeCrypto({
		entropyInto: (out) => doors.crypto.entropyInto(out),
		// The test board's.
		deviceRoot: new Uint8Array(32).fill(9),
	}),
}));
