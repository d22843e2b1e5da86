/** The terminal on the command line: `npm run -s terminal -- --help`. */
import { runTerminal } from "./cli/commands.js";
import { PROCESS } from "./command-line.js";

// `| head` is no mistake: a reader who has seen enough ends the command as a shell would, by SIGPIPE.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code !== "EPIPE") throw error;
	process.exit(128 + 13);
});
process.exitCode = await runTerminal(process.argv.slice(2), PROCESS);
