/** Many captures before one booted unit, and what they leave in its memory. */
import { fromHex } from "../../modules/bytes/bytes.js";
import { serveUnit } from "../bridge/host/serve-unit.js";
import { type Counter, type Operator, presentAndVerify, runDay } from "../day/day.js";
import type { Person } from "../day/people.js";
import { drawPeopleWithBoth } from "../day/synthetic-people.js";
import { openVirtualCounter, operatorsOf } from "../day/virtual-counter.js";
import { versionNow } from "../device/firmware-version.js";
import type { Bundle } from "../engines/bundle.js";
import type { CollectedEngine, EngineHost, EngineStats } from "../engines/engine.js";

export interface MemoryAfter {
	readonly captures: number;
	/** What survives a collection, in bytes. */
	readonly liveChunkBytes: number;
	readonly liveSlotBytes: number;
	/** The most there has been since boot, garbage included. */
	readonly peakChunkBytes: number;
	readonly peakSlotBytes: number;
	readonly peakStackBytes: number;
	readonly keyCount: number;
}

export interface Captures {
	readonly memory: readonly MemoryAfter[];
	/** How often each outcome came, of a palm and an eye in turn. */
	readonly outcomes: Readonly<Record<string, number>>;
}

/** In every ten captures six good ones, one of somebody else, three of frames that cannot be used. */
export const ROUND = 10;

/**
 * Enrols three people's palms and irises, opens the day, and has them come before the unit: each presentation
 * shows a palm and an iris, which count as a capture each.
 *
 * @param marks rising multiples of ROUND: after so many captures memory is looked at
 */
export async function captureMany(
	bundle: Bundle,
	start: (host: EngineHost) => Promise<CollectedEngine>,
	marks: readonly number[],
	onProgress: (captures: number) => void,
): Promise<Captures> {
	const people = drawPeopleWithBoth(1, "hand");
	const engines: CollectedEngine[] = [];
	const { counter, driver, close } = await openVirtualCounter({
		boot: async (doors) => {
			const unit = await serveUnit({
				start: async (host) => {
					const engine = await start(host);
					engines.push(engine);
					return engine;
				},
				doors,
				...versionNow(),
				bundleHash: fromHex(bundle.sha256) ?? new Uint8Array(32),
			});
			return { settle: () => unit.settle(), stats: () => unit.engine.stats(), close: () => unit.close() };
		},
		operators: operatorsOf(people.persons.map(remembering)),
	});
	try {
		const { expected, met } = await driver.run(() => runDay(counter));
		if (met !== expected) throw new Error(`of the day's ${expected} steps ${met} ended as they should`);
		const memory: MemoryAfter[] = [];
		const outcomes: Record<string, number> = {};
		let captures = 0;
		for (const mark of marks) {
			for (; captures < mark; captures += TRAITS) {
				const presentation = PRESENTATIONS[(captures / TRAITS) % PRESENTATIONS.length];
				const { actual } = await driver.run(() => presentation(counter, captures));
				outcomes[actual] = (outcomes[actual] ?? 0) + 1;
				onProgress(captures + TRAITS);
			}
			memory.push(memoryAfter(captures, await engines[0].collect()));
		}
		return { memory, outcomes };
	} finally {
		await close();
	}
}

const TRAITS = 2;

type Presentation = (counter: Counter, captures: number) => ReturnType<typeof presentAndVerify>;

const inPerson =
	(which: 0 | 1 | 2): Presentation =>
	(counter) => {
		const { person, id } = counter.operators[which];
		return presentAndVerify(counter, person, id, "good");
	};

/** Another way to do it wrong each time. */
const badly: Presentation = (counter, captures) => {
	const { person, id }: Operator = counter.operators[0];
	const conditions = person.conditions.slice(1);
	return presentAndVerify(counter, person, id, conditions[((captures / ROUND) % conditions.length) | 0]);
};

const PRESENTATIONS: readonly Presentation[] = [
	inPerson(0),
	(counter) => presentAndVerify(counter, counter.operators[1].person, counter.operators[2].id, "good"),
	inPerson(2),
	badly,
	inPerson(1),
];

function memoryAfter(captures: number, stats: EngineStats): MemoryAfter {
	const { chunkBytes, slotBytes, peakChunkBytes, peakSlotBytes, peakStackBytes, keyCount } = stats;
	return {
		captures,
		liveChunkBytes: chunkBytes,
		liveSlotBytes: slotBytes,
		peakChunkBytes,
		peakSlotBytes,
		peakStackBytes,
		keyCount,
	};
}

/** Draws each picture once: drawing takes longer than looking, and the unit knows no difference. */
function remembering(person: Person): Person {
	const pictures = new Map<string, ReturnType<Person["see"]>>();
	return {
		...person,
		see(visit, movement, lamp, asked) {
			const number = visit.number % PICTURES;
			const key = [visit.purpose, visit.condition, number, movement, lamp, asked].join();
			const picture = pictures.get(key) ?? person.see({ ...visit, number }, movement, lamp, asked);
			pictures.set(key, picture);
			return { ...picture, data: picture.data.slice() };
		},
	};
}

/** Different visits that are drawn. */
const PICTURES = 5;
