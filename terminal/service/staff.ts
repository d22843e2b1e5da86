/**
 * Who works here, as far as the terminal's page needs it: names stay in one register that can be deleted, and
 * nothing else of the terminal knows them.
 */
import { toHex } from "../../modules/bytes/bytes.js";
import type { Role } from "../shared/terminal-state.js";

export interface StaffMember {
	/** 32 bytes, of `subjectTokenOf`: the keyed pseudonym of the 照合ID, which itself is kept nowhere. */
	readonly subjectToken: Uint8Array;
	readonly name: string;
	readonly role: Role;
	/** "2027-01-15": when the pledge was handed in, as far as it is known. */
	readonly pledgedOn?: string;
}

/** What the register must do; people.ts of `terminal/ledger` keeps one on disk. */
export interface StaffRegister {
	list(): readonly StaffMember[];
	/** Adds the member, or replaces the one of the same token. */
	put(member: StaffMember): void;
	/**
	 * Nothing is left of the name.
	 * @param reason for the receipt that is kept, where one is.
	 */
	remove(subjectToken: Uint8Array, reason: string): void;
}

/** A register that ends with the program. */
export function newStaffRegister(members: readonly StaffMember[] = []): StaffRegister {
	const known = new Map(members.map((member) => [toHex(member.subjectToken), member]));
	return {
		list: () => [...known.values()],
		put: (member) => known.set(toHex(member.subjectToken), member),
		remove: (subjectToken) => known.delete(toHex(subjectToken)),
	};
}

export function memberOf(staff: StaffRegister, subjectToken: Uint8Array): StaffMember | undefined {
	const wanted = toHex(subjectToken);
	return staff.list().find((member) => toHex(member.subjectToken) === wanted);
}
