/** Server-sent events: states and items of named channels, told to whoever is there and whoever comes. */
import type { ServerResponse } from "node:http";

export interface EventStream {
	/** @param lastEventId the last that this browser has seen, when it comes back. */
	connect(response: ServerResponse, lastEventId: string | string[] | undefined): void;
	send(channel: string, state: unknown): void;
	append(channel: string, item: unknown): void;
	close(): void;
}

/** Of each channel that is appended to. */
export const ITEMS_KEPT = 500;
/** A browser that reads nothing while this much waits for it is dropped; it comes back by itself. */
const BEHIND_BYTES_MAX = 8 * 1024 * 1024;
/** So that a browser that went without a word is noticed. */
const HEARTBEAT_MS = 15_000;

/** @param run names this run of the server: a browser that comes back to another one has to load anew. */
export function openEventStream(run: string): EventStream {
	const listeners = new Set<ServerResponse>();
	const states = new Map<string, string>();
	const items = new Map<string, Item[]>();
	let count = 0;

	const tell = (listener: ServerResponse, text: string) => {
		if (listener.writableLength > BEHIND_BYTES_MAX) listener.destroy();
		else listener.write(text);
	};
	const tellAll = (text: string) => {
		for (const listener of listeners) tell(listener, text);
	};
	const heartbeat = setInterval(() => tellAll(": still here\n\n"), HEARTBEAT_MS).unref();

	return {
		connect(response, lastEventId) {
			response.writeHead(200, { "Content-Type": "text/event-stream" });
			const [seenRun, seen] = String(lastEventId ?? "").split(".");
			const since = seenRun === run ? Number(seen) : 0;
			tell(response, `retry: 1000\n${eventText("run", run)}`);
			for (const text of states.values()) tell(response, text);
			const missed = [...items.values()].flat().filter(({ number }) => number > since);
			for (const { text } of missed.sort((a, b) => a.number - b.number)) tell(response, text);
			listeners.add(response);
			response.on("close", () => listeners.delete(response));
		},
		send(channel, state) {
			const text = eventText(channel, state);
			states.set(channel, text);
			tellAll(text);
		},
		append(channel, item) {
			const kept = items.get(channel) ?? [];
			const number = ++count;
			const text = `id: ${run}.${number}\n${eventText(channel, item)}`;
			kept.push({ number, text });
			if (kept.length > ITEMS_KEPT) kept.shift();
			items.set(channel, kept);
			tellAll(text);
		},
		close() {
			clearInterval(heartbeat);
			for (const listener of listeners) listener.end();
		},
	};
}

interface Item {
	readonly number: number;
	readonly text: string;
}

/** JSON has no line breaks of its own, so it is one line of data. */
function eventText(channel: string, data: unknown): string {
	return `event: ${channel}\ndata: ${JSON.stringify(data) ?? "null"}\n\n`;
}
