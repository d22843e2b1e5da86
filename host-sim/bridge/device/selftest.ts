/** The self-test's bundle: the doors' contract, held against the simulated board from inside the engine. */
import { startSelftest } from "../../../modules/selftest/selftest.js";
import { bootOnHost } from "./boot-on-host.js";

bootOnHost((doors) => startSelftest(doors));
