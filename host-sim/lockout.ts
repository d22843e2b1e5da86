/** A thief with the unit's power switch in his hand: `npm run lockout -- --help`. */
import { EXIT, everyTwoSeconds, type Report, runCommand, wholeNumber } from "../terminal/command-line.js";
import { type Attack, FAILURES_THAT_LOCK, openAttack } from "./lockout/attack.js";
import { type NorFlash, TEAR_MODELS } from "./world/nor-flash.js";

interface LockoutOptions {
	readonly tries: number;
}

interface Tally {
	readonly cuts: number;
	/** Starts of the unit. */
	readonly boots: number;
	/** Comparisons made. */
	readonly attempts: number;
	/** Of these, such as no failure was counted for, or as were made on a locked unit. */
	readonly free: number;
}

/** A single try that is cut compares nothing, most of the time. */
const TRIES = [2, 12] as const;

process.exitCode = await runCommand<LockoutOptions>(
	{
		name: "lockout",
		usage: `npm run lockout -- [options]

Somebody with the wrong palm tries again and again, and starts the unit anew before every try. The whole
attack is repeated with the power cut at each flash operation of each start and each try, torn in each way,
and goes on after it. An attempt is free when the unit compares without having counted it, or after so many
as lock. Exits 1 when there is one.

  --tries N   of one attack (${FAILURES_THAT_LOCK + 2}); the unit locks at ${FAILURES_THAT_LOCK}
  --json      progress and the summary as JSON, one object a line, the summary last
  --help      this text
`,
		options: { tries: { type: "string" } },
		understand: (values) => ({ tries: wholeNumber(values, "tries", FAILURES_THAT_LOCK + 2, TRIES) }),
		run,
	},
	process.argv.slice(2),
);

async function run({ tries }: LockoutOptions, report: Report): Promise<number> {
	const attack = openAttack();
	let total: Tally = { cuts: 0, boots: 0, attempts: 0, free: 0 };
	const progress = everyTwoSeconds(() => report({ event: "progress", ...total }, sentence(total)));
	for (const tally of attackEverywhere(attack, tries)) {
		total = {
			cuts: total.cuts + tally.cuts,
			boots: total.boots + tally.boots,
			attempts: total.attempts + tally.attempts,
			free: total.free + tally.free,
		};
		progress();
	}
	const { cuts, attempts, free } = total;
	// Who never gets to compare anything has not attacked.
	if (attempts < cuts) throw new Error(`only ${attempts} comparisons in ${cuts} attacks: nothing was tried`);
	report({ event: "summary", cuts, attempts, free }, sentence(total));
	return free === 0 ? EXIT.passed : EXIT.failed;
}

function* attackEverywhere(attack: Attack, tries: number): Generator<Tally> {
	for (const tear of TEAR_MODELS) {
		let sofar = { flash: attack.flash.clone(1), comparisons: 0 };
		for (let done = 0; done < tries; done++) {
			for (let at = 0; ; at++) {
				const flash = sofar.flash.clone(at);
				const { isCut, comparisons } = attack.attempt(flash, { at, tear });
				const made = sofar.comparisons + comparisons;
				if (!isCut) {
					sofar = { flash, comparisons: made };
					break;
				}
				yield { cuts: 1, ...goOn(attack, flash, made, tries - done - 1) };
			}
		}
	}
}

/** The rest of an attack of which `made` comparisons have been made. */
function goOn(attack: Attack, flash: NorFlash, made: number, tries: number): Omit<Tally, "cuts"> {
	let attempts = made;
	let free = freeOf(attack, flash, attempts);
	for (let i = 0; i < tries; i++) {
		attempts += attack.attempt(flash).comparisons;
		free = Math.max(free, freeOf(attack, flash, attempts));
	}
	return { boots: tries + 1, attempts, free };
}

function freeOf(attack: Attack, flash: NorFlash, attempts: number): number {
	return Math.max(0, attempts - Math.min(attack.failuresOn(flash), FAILURES_THAT_LOCK));
}

function sentence({ cuts, boots, attempts, free }: Tally): string {
	return `${cuts} cuts, ${boots} starts: ${attempts} attempts, ${free} of them free`;
}
