/** The terminal on the command line: `npm run -s terminal -- --help`. */
import { runTerminal } from "./cli/commands.js";
import { PROCESS } from "./command-line.js";

process.exitCode = await runTerminal(process.argv.slice(2), PROCESS);
