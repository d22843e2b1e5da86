import { Attacker, type AttackResult, attackedPlaces } from "./attack-trial.js";
import { type LinkageResult, tryLinkage } from "./linkage-trial.js";
import { type PersonResult, tryPerson } from "./person-trial.js";
import type { Plan } from "./plan.js";
import { hasShape, type ShapeResult, tryShape } from "./shape-trial.js";
import { TrialContext } from "./trial-context.js";

/** A part of an evaluation that one process performs by itself. */
export type Task =
	| { readonly kind: "person"; readonly place: number }
	| { readonly kind: "attack"; readonly place: number }
	| { readonly kind: "shape" }
	| { readonly kind: "linkage" };

export type TaskResult = PersonResult | AttackResult | LinkageResult | ShapeResult;

/** All of a plan's tasks; the longest comes first, so that it ends while others still run. */
export function tasksOf(plan: Plan): Task[] {
	const persons: Task[] = plan.persons.map((_, place) => ({ kind: "person", place }));
	const attacks: Task[] = attackedPlaces(plan).map((place) => ({ kind: "attack", place }));
	const shape: Task[] = hasShape(plan) ? [{ kind: "shape" }] : [];
	return plan.persons.length === 0 ? [] : [{ kind: "linkage" }, ...persons, ...attacks, ...shape];
}

/** A name for files and messages: `person-12`. */
export function taskName(task: Task): string {
	return "place" in task ? `${task.kind}-${task.place}` : task.kind;
}

/** Performs tasks of one plan. The results depend on nothing but plan and pictures, times apart. */
export function performerOf(plan: Plan): (task: Task) => TaskResult {
	const context = new TrialContext(plan);
	const attacker = new Attacker(context);
	return (task) => {
		switch (task.kind) {
			case "person":
				return tryPerson(context, task.place);
			case "attack":
				return attacker.attack(task.place);
			case "linkage":
				return tryLinkage(context);
			case "shape":
				return tryShape(context);
		}
	};
}
