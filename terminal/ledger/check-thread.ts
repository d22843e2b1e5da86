/** A thread that checks stretches of a ledger, in the order in which they come. */
import { parentPort } from "node:worker_threads";
import { createNativeCrypto } from "../native-crypto.js";
import { checkLines, type Stretch } from "./check-lines.js";

const crypto = createNativeCrypto();
parentPort?.on("message", (stretch: Stretch) => parentPort?.postMessage(checkLines(crypto, stretch)));
