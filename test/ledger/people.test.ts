/** Names, apart from what was signed: kept over a restart, gone when deleted. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toHex } from "../../modules/bytes/bytes.js";
import { openPeople } from "../../terminal/ledger/people.js";
import { recordIdOf } from "../../terminal/subject-token.js";
import { crypto, OPERATOR, SUPERVISOR } from "./written.js";

const folder = mkdtempSync(join(tmpdir(), "shogo-people-"));
const path = join(folder, "office", "people.json");
const sato = { subjectToken: SUPERVISOR, name: "佐藤", role: "supervisor", pledgedOn: "2027-01-04" } as const;
const suzuki = { subjectToken: OPERATOR, name: "鈴木", role: "operator" } as const;
const never = { onRemoved: () => assert.unreachable("nobody was removed") };

test("who was put in is there again, in a file that nobody else may read", () => {
	const people = openPeople(crypto, path, never);
	people.put(sato);
	people.put({ ...suzuki, name: "すずき" });
	people.put(suzuki);
	const again = openPeople(crypto, path, never);
	assert.equal(again.list(), [sato, suzuki]);
	assert.is(again.nameOf(recordIdOf(crypto, OPERATOR)), "鈴木");
	assert.is(statSync(path).mode & 0o777, 0o600);
	chmodSync(path, 0o644);
	again.put(sato);
	assert.is(statSync(path).mode & 0o777, 0o600);
});

test("a name that is deleted is nowhere, and the receipt comes after that", () => {
	const receipts: string[] = [];
	const people = openPeople(crypto, path, {
		onRemoved(token, reason) {
			assert.not(readFileSync(path, "utf8").includes("佐藤"));
			receipts.push(`${toHex(token).slice(0, 4)} ${reason}`);
		},
	});
	people.remove(SUPERVISOR, "transfer");
	people.remove(SUPERVISOR, "transfer");
	assert.equal(receipts, ["0101 transfer"]);
	assert.is(people.nameOf(recordIdOf(crypto, SUPERVISOR)), undefined);
	assert.equal(openPeople(crypto, path, never).list(), [suzuki]);
});

test("a file that is no register is refused, and left as it is", () => {
	const bad = [
		"",
		"{}",
		'{"file":"shogo-people","version":2,"people":[]}',
		'{"file":"shogo-people","version":1,"people":[{"token":"00","name":"x","role":"operator"}]}',
		`{"file":"shogo-people","version":1,"people":[{"token":"${"00".repeat(32)}","name":"x","role":"boss"}]}`,
	];
	for (const text of bad) {
		writeFileSync(path, text);
		assert.throws(() => openPeople(crypto, path, never), /not the register of people/);
		assert.is(readFileSync(path, "utf8"), text);
	}
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
