import type { Doors } from "../../hal/hal.js";
import type { Clause } from "./clause.js";
import { expectBytes, expectRefusal, expectSame, expectThat } from "./expect.js";

/** An update's first byte: ESP-IDF takes no other. */
const IMAGE_MAGIC = 0xe9;
const PIECE = 16;

/** The TamperSwitch door, the firmware slots and what a start says about the end before it. */
export const CASE_AND_SLOTS_CLAUSES: readonly Clause[] = [
	{
		door: "tamper",
		name: "the tamper switch tells of an open case once, and not from inside a call",
		*steps({ doors, note, takeNotes }) {
			doors.openTamperSwitch({ onOpened: () => note("opened") });
			yield 500;
			const notes = takeNotes();
			expectThat(notes.length <= 1 && (notes[0] ?? "opened") === "opened", `told: ${notes.join(" | ")}`);
		},
	},
	{
		door: "tamper",
		name: "the tamper switch may be closed twice; nobody is called then, and it can be opened again",
		*steps({ doors, note, takeNotes }) {
			const first = doors.openTamperSwitch({ onOpened: () => note("opened") });
			first.close();
			first.close();
			yield 300;
			expectSame(takeNotes().length, 0, "calls after close");
			doors.openTamperSwitch({ onOpened: () => {} });
		},
	},
	{
		door: "slots",
		name: "an image is hashed when it is whole, as it was written",
		exempts: withoutSecondSlot,
		check({ doors: { slots, crypto } }) {
			const image = imageOf(2 * PIECE);
			slots.begin(image.length);
			slots.write(image.subarray(0, PIECE));
			const hash = new Uint8Array(32);
			expectRefusal(() => slots.hashInto(hash), "not whole");
			expectRefusal(() => slots.activate(), "not whole");
			slots.write(image.subarray(PIECE));
			slots.hashInto(hash);
			const expected = new Uint8Array(32);
			crypto.sha256Into(expected, image);
			expectBytes(hash, expected, "the hash");
		},
	},
	{
		door: "slots",
		name: "what does not fit a slot, or the image begun, is a RangeError",
		exempts: withoutSecondSlot,
		check({ doors: { slots } }) {
			const { capacity } = slots.status();
			for (const length of [0, capacity + 1]) expectRefusal(() => slots.begin(length), "RangeError");
			slots.begin(PIECE);
			slots.write(imageOf(PIECE));
			expectRefusal(() => slots.write(new Uint8Array(1)), "RangeError");
		},
	},
	{
		door: "slots",
		name: "what is no image is not activated, and the running one stays",
		exempts: withoutSecondSlot,
		check({ doors: { slots } }) {
			slots.begin(4 * PIECE);
			slots.write(imageOf(4 * PIECE));
			expectRefusal(() => slots.activate(), "Error");
			if (!slots.status().onTrial) slots.confirm();
			expectThat(slots.status().capacity > 0, "the slot is gone");
		},
	},
	{
		door: "restart",
		name: "a start has one cause, and says the same whenever it is asked",
		check({ doors }) {
			const cause = doors.restartCause();
			expectThat(["power", "request", "abort", "watchdog"].includes(cause), `a cause of ${cause}`);
			expectSame(doors.restartCause(), cause, "asked again");
		},
	},
];

function withoutSecondSlot({ slots }: Doors): string | undefined {
	return slots.status().capacity === 0 ? "this board has one slot" : undefined;
}

function imageOf(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => (i === 0 ? IMAGE_MAGIC : i));
}
