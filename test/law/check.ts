export interface Source {
	/** From the project's root, with forward slashes. */
	readonly path: string;
	readonly text: string;
}

export interface Complaint {
	/** Counted from 1. */
	readonly line: number;
	readonly what: string;
}

export type Check = (source: Source) => readonly Complaint[];
