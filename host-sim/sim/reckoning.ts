import { Action } from "../../modules/messages/messages.generated.js";
import { type Name, SUPERVISOR } from "./cast.js";
import type { Office } from "./office.js";
import { demandTraits } from "./work.js";

/**
 * After the storm: whoever is enrolled is recognised, once the authority has set the time and forgiven what
 * failed.
 * @param must hears of everything that has to be accepted, and what it was; it throws at what was not
 */
export async function reckon(office: Office, must: (what: string, outcome: string) => void): Promise<void> {
	must("setting the time", await office.setTime());
	must("setting the policy", await demandTraits(office));
	for (const name of office.enrolled) must(`forgiving ${name}`, await office.forgive(name));
	for (let i = 0; i < 2 && !office.enrolled.has(SUPERVISOR); i++) await office.enrol(SUPERVISOR);
	must("opening the day", await patiently(office, SUPERVISOR, Action.openDay));
	for (const name of office.enrolled) must(name, await patiently(office, name, Action.logIn));
}

async function patiently(office: Office, name: Name, action: Action): Promise<string> {
	let outcome = "";
	for (let i = 0; i < 3 && outcome !== "accepted"; i++) outcome = await office.verify(name, name, { action });
	return outcome;
}
