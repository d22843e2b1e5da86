/**
 * Makes a fresh clone ready to run: dependencies exactly as the lockfile says, then the XS engine compiled.
 * `npm start`, `npm test` and the others run it first, because npm itself runs nothing here (see .npmrc). It
 * uses nothing but Node, since nothing else may be there yet, and speaks on stderr only: stdout belongs to
 * the command.
 *
 *     node host-sim/setup.mjs [--quiet] [--no-engine | --also-32-bit] [--also-mcu]
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { argv, execPath, exit, stderr, version } from "node:process";
import { fileURLToPath } from "node:url";

const oldestNode = [20, 19];
const root = fileURLToPath(new URL("..", import.meta.url));
const quiet = argv.includes("--quiet");

requireNode();
if (!dependenciesAreCurrent()) {
	installDependencies();
}
if (!argv.includes("--no-engine")) {
	build(
		"host-sim/engines/build-xs.ts",
		argv.filter((option) => option === "--quiet" || option === "--also-32-bit"),
	);
}
if (argv.includes("--also-mcu")) {
	build("host-sim/mcu/build-mcu.ts", []);
}

function requireNode() {
	const [major, minor] = version.slice(1).split(".").map(Number);
	if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
		fail(`This needs Node ${oldestNode.join(".")} or newer; this is ${version}: https://nodejs.org/download`);
	}
}

/** Compares what package-lock.json asks for with what npm wrote down when it last installed. */
function dependenciesAreCurrent() {
	const installed = readLock("node_modules/.package-lock.json");
	const wanted = readLock("package-lock.json");
	return Object.keys(wanted).every((path) => {
		// The project itself has the empty path; optional packages are those of other systems.
		const { optional, version: wantedVersion } = wanted[path];
		return path === "" || optional || installed[path]?.version === wantedVersion;
	});
}

function readLock(name) {
	return existsSync(`${root}${name}`) ? JSON.parse(readFileSync(`${root}${name}`, "utf8")).packages : {};
}

function installDependencies() {
	say("Installing the dependencies that package-lock.json lists (once) ...");
	const options = ["ci", "--include=dev", "--include=optional", "--loglevel=error"];
	// Under npm, its own path is known and needs no shell, which matters on Windows.
	const npm = process.env.npm_execpath;
	const command = npm ? [execPath, [npm, ...options]] : ["npm", options];
	const result = spawnSync(command[0], command[1], { cwd: root, stdio: ["ignore", 2, 2] });
	if (result.status !== 0) {
		fail("npm ci failed; its message is above. Without a network, copy node_modules from elsewhere.");
	}
}

/**
 * Without a compiler the message has been printed and the command goes on: with --engine node it needs none.
 */
function build(script, options) {
	const result = spawnSync(execPath, ["--import", "tsx", script, ...options], {
		cwd: root,
		stdio: ["ignore", 2, 2],
	});
	if (result.error) {
		fail(`${script} could not be started: ${result.error.message}`);
	}
}

function say(text) {
	if (!quiet) {
		stderr.write(`${text}\n`);
	}
}

function fail(text) {
	stderr.write(`${text}\n`);
	exit(1);
}
