/**
 * The audit mirror on disk: one line an entry, only ever added to, so that a cut leaves at most a torn last
 * line, which nobody has a receipt for and which is dropped.
 *
 *     {"file":"shogo-audit","version":1,"ueid":hex 17,"origin":0,"head":hex 32}
 *     {"sequence":0,"receivedAt":1800000000,"topic":"shogo/1/..","envelope":base64}
 */
import {
	closeSync,
	existsSync,
	fdatasyncSync,
	fsyncSync,
	ftruncateSync,
	openSync,
	readSync,
	writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { fromHex, toHex } from "../modules/bytes/bytes.js";
import {
	type AuditMirror,
	admitEntry,
	type ChainEntry,
	type ChainPoint,
	newAuditMirror,
	openEntry,
} from "./audit-mirror.js";
import type { KnownUnit } from "./exchange.js";
import { type FileLock, lockFile } from "./file-lock.js";
import type { TerminalCrypto } from "./native-crypto.js";

/** Where entries become durable. */
export interface AuditLedger {
	/** Returns when the entries would survive a power cut. @throws when they may not. */
	append(entries: readonly ChainEntry[], nowSeconds: number): void;
	close(): void;
}

export interface KeptEntry {
	readonly entry: ChainEntry;
	/** Seconds since 1970, terminal's clock. */
	readonly receivedAt: number;
}

export type OpenedAudit =
	| { readonly kind: "opened"; readonly mirror: AuditMirror; readonly ledger: AuditLedger }
	/** Another process keeps it. */
	| { readonly kind: "in-use"; readonly path: string }
	| AuditDamage;

export interface AuditDamage {
	readonly kind: "damaged";
	readonly path: string;
	/** Counted from 1. */
	readonly line: number;
	readonly reason: string;
}

/** Whether each entry's signature is verified again (0.1 ms each), or the disk is trusted with it. */
export type SignatureCheck = "verify" | "trust";

/**
 * Opens the unit's file for adding, or begins it. At most one process has it open.
 * @param origin where a new file begins; of no effect on an old one.
 * @throws when the file system refuses.
 */
export function openAuditFile(
	crypto: TerminalCrypto,
	path: string,
	unit: KnownUnit,
	origin?: ChainPoint,
): OpenedAudit {
	const lock = lockFile(`${path}.lock`);
	if (lock === undefined) return { kind: "in-use", path };
	try {
		if (!existsSync(path)) begin(path, unit, newAuditMirror(origin).origin);
		const read = readAuditFile(crypto, path, unit, "trust", () => {});
		if (read.kind === "damaged") {
			lock.close();
			return read;
		}
		return { kind: "opened", mirror: read.mirror, ledger: openLedger(path, read.bytes, lock) };
	} catch (error) {
		lock.close();
		throw error;
	}
}

export type ReadAudit =
	/** `bytes`: of the whole lines. */
	{ readonly kind: "read"; readonly mirror: AuditMirror; readonly bytes: number } | AuditDamage;

/** Reads the file from its first line, holds every entry to the chain and hands it to `onEntry`. */
export function readAuditFile(
	crypto: TerminalCrypto,
	path: string,
	unit: KnownUnit,
	check: SignatureCheck,
	onEntry: (kept: KeptEntry) => void,
): ReadAudit {
	let mirror: AuditMirror | undefined;
	let [line, bytes] = [0, 0];
	const damaged = (reason: string): AuditDamage => ({ kind: "damaged", path, line, reason });
	for (const text of linesOf(path)) {
		line++;
		bytes += Buffer.byteLength(text) + 1;
		if (mirror === undefined) {
			const origin = parseHeader(text, unit);
			if (origin === undefined) return damaged("not the audit file of this unit");
			mirror = newAuditMirror(origin);
			continue;
		}
		const kept = parseEntry(crypto, unit, check, text);
		if (kept === undefined) return damaged("not an entry of this unit");
		const admission = admitEntry(crypto, mirror, kept.entry);
		if (admission.kind === "refused") return damaged(admission.reason);
		if (admission.kind !== "appended") return damaged(`out of order: ${admission.kind}`);
		onEntry(kept);
	}
	return mirror === undefined ? damaged("empty") : { kind: "read", mirror, bytes };
}

function begin(path: string, { ueid }: KnownUnit, { sequence, head }: ChainPoint): void {
	const header = { ...HEADER, ueid: toHex(ueid), origin: sequence, head: toHex(head) };
	const file = openSync(path, "wx", 0o600);
	writeSync(file, `${JSON.stringify(header)}\n`);
	fsyncSync(file);
	closeSync(file);
	// The file's name, too, must survive.
	const folder = openSync(dirname(path), "r");
	fsyncSync(folder);
	closeSync(folder);
}

const HEADER = { file: "shogo-audit", version: 1 } as const;

function openLedger(path: string, bytes: number, lock: FileLock): AuditLedger {
	const file = openSync(path, "r+");
	let end = bytes;
	ftruncateSync(file, end);
	let isOpen = true;
	return {
		append(entries, nowSeconds) {
			const text = Buffer.from(entries.map((entry) => `${lineOf(entry, nowSeconds)}\n`).join(""));
			for (let done = 0; done < text.length; )
				done += writeSync(file, text, done, text.length - done, end + done);
			fdatasyncSync(file);
			end += text.length;
		},
		close() {
			if (!isOpen) return;
			isOpen = false;
			closeSync(file);
			lock.close();
		},
	};
}

function lineOf({ message, topic, envelope }: ChainEntry, receivedAt: number): string {
	const { sequence } = message.body;
	return JSON.stringify({ sequence, receivedAt, topic, envelope: Buffer.from(envelope).toString("base64") });
}

function parseHeader(text: string, unit: KnownUnit): ChainPoint | undefined {
	const fields = fieldsOf(text);
	const head = fromHex(String(fields.get("head")));
	const origin = fields.get("origin");
	if (fields.get("file") !== HEADER.file || fields.get("version") !== HEADER.version) return undefined;
	if (fields.get("ueid") !== toHex(unit.ueid) || head?.length !== 32) return undefined;
	return typeof origin === "number" && Number.isInteger(origin) ? { sequence: origin, head } : undefined;
}

function parseEntry(
	crypto: TerminalCrypto,
	unit: KnownUnit,
	check: SignatureCheck,
	text: string,
): KeptEntry | undefined {
	const fields = fieldsOf(text);
	const [topic, base64, receivedAt] = [fields.get("topic"), fields.get("envelope"), fields.get("receivedAt")];
	if (typeof topic !== "string" || typeof base64 !== "string" || typeof receivedAt !== "number")
		return undefined;
	const envelope = Uint8Array.from(Buffer.from(base64, "base64"));
	// What is trusted was verified before it was written.
	const door = check === "verify" ? crypto : { ...crypto, verify: () => true };
	const entry = openEntry(door, unit, topic, envelope);
	return entry === undefined ? undefined : { entry, receivedAt };
}

function fieldsOf(text: string): ReadonlyMap<string, unknown> {
	try {
		const value: unknown = JSON.parse(text);
		return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
	} catch {
		return new Map();
	}
}

/** The whole lines; a last one without its line feed was torn and is left out. */
function* linesOf(path: string): Generator<string> {
	const file = openSync(path, "r");
	try {
		const chunk = Buffer.alloc(1 << 16);
		let rest = Buffer.alloc(0);
		for (;;) {
			const length = readSync(file, chunk, 0, chunk.length, null);
			if (length === 0) return;
			rest = Buffer.concat([rest, chunk.subarray(0, length)]);
			let from = 0;
			for (let to = rest.indexOf(10); to >= 0; to = rest.indexOf(10, from)) {
				yield rest.toString("utf8", from, to);
				from = to + 1;
			}
			rest = rest.subarray(from);
		}
	} finally {
		closeSync(file);
	}
}
