import { assert } from "../bytes/assert.js";
import { LABEL } from "./messages.generated.js";
import { isAllowed } from "./rules.js";

/**
 * Where messages travel:
 *
 *     shogo/1/{site}/{terminal}/{unit}/{channel}        cmd    to the unit
 *       |   |                                           res    its answers
 *       |   version of messages.cddl                    log    what it reports unasked
 *       name                                            evt    its hints
 *                                                       state  its birth and last will (retained)
 *
 * The topic is authenticated with each signed message, so a message cannot be moved to another.
 */
export interface UnitAddress {
	/** Each a `label` of messages.cddl: 1..16 characters a-z or 0-9, chosen at random. */
	readonly site: string;
	readonly terminal: string;
	readonly unit: string;
}

export type Channel = (typeof CHANNELS)[number];

export interface ParsedTopic {
	readonly address: UnitAddress;
	readonly channel: Channel;
}

/** Asserts that the labels are labels. */
export function topicOf({ site, terminal, unit }: UnitAddress, channel: Channel): string {
	assert(isLabel(site) && isLabel(terminal) && isLabel(unit), "topicOf: not a label");
	return `${PREFIX}${site}/${terminal}/${unit}/${channel}`;
}

/** @returns undefined for whatever `topicOf` does not make. */
export function parseTopic(text: string): ParsedTopic | undefined {
	if (!text.startsWith(PREFIX)) return undefined;
	const parts = text.slice(PREFIX.length).split("/");
	if (parts.length !== 4) return undefined;
	const [site, terminal, unit, last] = parts;
	const channel = CHANNELS.find((name) => name === last);
	if (channel === undefined || !isLabel(site) || !isLabel(terminal) || !isLabel(unit)) return undefined;
	return { address: { site, terminal, unit }, channel };
}

/** 1 to 16 characters a-z and 0-9: what a topic's levels and provisioning allow. */
export function isLabel(text: string): boolean {
	return isAllowed(LABEL, text);
}

const PREFIX = "shogo/1/";
const CHANNELS = ["cmd", "res", "evt", "log", "state"] as const;
