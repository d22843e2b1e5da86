/** The terminal's page where the unit is a real one: no simulator, no World. */
import { ledgerView } from "./ledger-view.js";
import { startShell } from "./shell.js";
import { terminalView } from "./terminal-view.js";

startShell([terminalView, ledgerView]);
