import { resolve } from "node:path";
import { FAULTS, type Fault } from "./faults.js";
import { IMAGES, type Problem, readImage } from "./manifest.js";
import { problemsOf } from "./rules.js";
import { type Tree, treeOnDisk } from "./tree.js";
import { typeProblems } from "./type-check.js";

export interface DeviceCheck {
	/** In the largest image. */
	readonly modules: number;
	readonly problems: readonly Problem[];
	/** Faults planted, and those of them that were seen. */
	readonly faults: readonly { readonly fault: Fault; readonly isCaught: boolean }[];
}

/** Checks the device build of the project at `folder`, then that the check sees each planted fault. */
export function checkDevice(folder: string): DeviceCheck {
	const root = resolve(folder);
	const tree = treeOnDisk(root);
	const images = IMAGES.map(({ platform, image }) => readImage(tree, platform, image));
	return {
		modules: Math.max(...images.map(({ modules }) => modules.size)),
		problems: [...problemsIn(tree), ...typeProblems(tree, root)],
		faults: FAULTS.map((fault) => {
			const planted = fault.plant(tree);
			const found = fault.needsTypes ? typeProblems(planted, root) : problemsIn(planted);
			return { fault, isCaught: found.some(({ what }) => fault.complaint.test(what)) };
		}),
	};
}

/** Without the type checker. */
function problemsIn(tree: Tree): Problem[] {
	const found = IMAGES.flatMap(({ platform, image }) => problemsOf(tree, readImage(tree, platform, image)));
	const distinct = new Map(found.map((problem) => [`${problem.where}: ${problem.what}`, problem]));
	return [...distinct.values()];
}
