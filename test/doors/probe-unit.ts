/** The bundle that the contract tests run in an engine: the probe on the proxied doors. */

import { serveProbe } from "./serve-probe.js";

serveProbe((doors) => doors);
