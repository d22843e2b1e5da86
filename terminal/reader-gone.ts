/**
 * Imported by whatever a shell starts: `| head` is no mistake. A reader who has seen enough ends the command
 * as a shell would, by SIGPIPE, unless the command ends in a way of its own.
 */
const BY_SIGPIPE = 128 + 13;

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code !== "EPIPE") throw error;
	if (process.stdout.listenerCount("error") === 1) process.exit(BY_SIGPIPE);
});
