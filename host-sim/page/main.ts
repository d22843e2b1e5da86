/** The simulator's page: the terminal's own views, and the world around the unit. */
import { ledgerView } from "../../terminal/page/ledger-view.js";
import { startShell } from "../../terminal/page/shell.js";
import { terminalView } from "../../terminal/page/terminal-view.js";
import { worldView } from "./world-view.js";

startShell([terminalView, worldView, ledgerView]);
