import { compileFunction } from "node:vm";

/**
 * The typed arrays of a firmware seen from outside. However the firmware makes one, it is kept here until
 * somebody has searched it, so that what it has let go of is searched as well; what it has from its boot can
 * be searched again. Numbers in plain arrays and text are not seen.
 */
export class WatchedMemory {
	/** To stand in for the classes of these names. */
	readonly classes: Readonly<Record<string, Maker>>;
	#fresh = new Set<ArrayBufferLike | ArrayBufferView>();
	/** Made at boot: the memory that a unit works in. */
	#older: WeakRef<ArrayBufferLike | ArrayBufferView>[] = [];
	#isBooting = true;

	constructor() {
		const watch = (Base: Base) => watched(Base, (made) => this.#fresh.add(made));
		const classes = BASES.map((Base) => [Base.name, watch(Base)]);
		this.classes = Object.fromEntries(classes);
	}

	/** What was made since the last call, whatever has become of it. */
	*made(): Generator<Uint8Array> {
		const fresh = this.#fresh;
		this.#fresh = new Set();
		for (const memory of fresh) {
			if (this.#isBooting) this.#older.push(new WeakRef(memory));
			yield bytesOf(memory);
		}
		this.#isBooting = false;
	}

	/** What the boot has made, as the first call of `made` told, and the firmware still has. */
	*kept(): Generator<Uint8Array> {
		const older = this.#older;
		this.#older = [];
		for (const reference of older) {
			const memory = reference.deref();
			if (memory === undefined) continue;
			this.#older.push(reference);
			yield bytesOf(memory);
		}
	}

	/** The power has gone. */
	forget(): void {
		this.#fresh = new Set();
		this.#older = [];
		this.#isBooting = true;
	}
}

const BASES = [Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array] as const;
type Base = (typeof BASES)[number];
type Maker = (...parts: readonly unknown[]) => unknown;

/** Makes what `Base` makes; so do `of`, `from`, `slice`, `subarray` and the like of what it makes. */
function watched(Base: Base, keep: (made: ArrayBufferLike | ArrayBufferView) => void): Maker {
	return Reflect.apply(defineWatched, undefined, [Base, keep]);
}

/** As text, since TypeScript takes no class over several: and a class's own is what V8 is quick with. */
const defineWatched = compileFunction(
	`return class extends Base {
		constructor(...parts) {
			super(...parts);
			keep(parts[0] instanceof ArrayBuffer ? parts[0] : this);
		}
	}`,
	["Base", "keep"],
);

function bytesOf(memory: ArrayBufferLike | ArrayBufferView): Uint8Array {
	if (memory instanceof Uint8Array) return memory;
	if (!ArrayBuffer.isView(memory)) return new Uint8Array(memory);
	return new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength);
}
