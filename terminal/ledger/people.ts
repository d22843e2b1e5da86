/**
 * Whose name a pseudonym stands for: one file apart from the ledger, so that a name can be deleted while what
 * was signed stays as it is.
 *
 *     {"file":"shogo-people","version":1,"people":[{"token":hex 32,"name":"..","role":"operator",
 *      "pledgedOn":"2027-01-15"}, ..]}
 *
 * Mode 0600. A change is a whole new file that takes the old one's name, so that a cut leaves one of the two.
 * The 照合ID itself stands nowhere: the token is its keyed pseudonym. What the disk keeps of blocks that no
 * file has any more is the disk's affair: encrypt it.
 */
import { existsSync, readFileSync } from "node:fs";
import { fromHex, toHex } from "../../modules/bytes/bytes.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { StaffMember, StaffRegister } from "../service/staff.js";
import { isRecord } from "../shared/contract.js";
import { recordIdOf } from "../subject-token.js";
import { replaceFile } from "./files.js";

export interface PeopleRegister extends StaffRegister {
	/** By `recordIdOf`. */
	nameOf(person: string): string | undefined;
}

export interface PeopleOptions {
	/** Runs once the name is gone from the disk: puts the receipt on record. */
	readonly onRemoved: (subjectToken: Uint8Array, reason: string) => void;
}

const HEADER = { file: "shogo-people", version: 1 } as const;

/** @throws with a sentence when the file is there and is none, or the file system refuses. */
export function openPeople(
	crypto: TerminalCrypto,
	path: string,
	{ onRemoved }: PeopleOptions,
): PeopleRegister {
	const members = new Map(readPeople(path).map((member) => [toHex(member.subjectToken), member]));
	const names = new Map<string, string>();
	const learn = ({ subjectToken, name }: StaffMember) => names.set(recordIdOf(crypto, subjectToken), name);
	for (const member of members.values()) learn(member);
	return {
		list: () => [...members.values()],
		nameOf: (person) => names.get(person),
		put(member) {
			members.set(toHex(member.subjectToken), member);
			writePeople(path, [...members.values()]);
			learn(member);
		},
		remove(subjectToken, reason) {
			if (!members.delete(toHex(subjectToken))) return;
			writePeople(path, [...members.values()]);
			names.delete(recordIdOf(crypto, subjectToken));
			onRemoved(subjectToken, reason);
		},
	};
}

function readPeople(path: string): readonly StaffMember[] {
	if (!existsSync(path)) return [];
	const members = peopleIn(readFileSync(path, "utf8"));
	if (members === undefined)
		throw new Error(`${path}: not the register of people; put a backup in its place, or take it away`);
	return members;
}

function peopleIn(text: string): readonly StaffMember[] | undefined {
	try {
		const value: unknown = JSON.parse(text);
		if (!isRecord(value) || value["file"] !== HEADER.file || value["version"] !== HEADER.version)
			return undefined;
		const people: unknown = value["people"];
		const members = Array.isArray(people) ? people.map(memberOf) : [undefined];
		return members.every((member) => member !== undefined) ? members : undefined;
	} catch {
		return undefined;
	}
}

function memberOf(value: unknown): StaffMember | undefined {
	if (!isRecord(value)) return undefined;
	const { token, name, role, pledgedOn } = value;
	const subjectToken = typeof token === "string" ? fromHex(token) : undefined;
	if (subjectToken?.length !== 32 || typeof name !== "string") return undefined;
	if (role !== "operator" && role !== "supervisor") return undefined;
	if (pledgedOn === undefined) return { subjectToken, name, role };
	return typeof pledgedOn === "string" ? { subjectToken, name, role, pledgedOn } : undefined;
}

function writePeople(path: string, members: readonly StaffMember[]): void {
	const people = members.map(({ subjectToken, ...member }) => ({ token: toHex(subjectToken), ...member }));
	replaceFile(path, `${JSON.stringify({ ...HEADER, people })}\n`);
}
