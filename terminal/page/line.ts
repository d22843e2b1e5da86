/** The page's line to the service: one stream of events in, acts out. */
import { type ActionResult, isRecord, refusedBecause, type Sentence } from "../shared/contract.js";

export interface Line {
	/** Hears every state and item of `channel` from now on; ask before `connect`. */
	on(channel: string, listener: (data: unknown) => void): void;
	act(name: string, input?: unknown): Promise<ActionResult>;
	state(): LineState;
	onState(listener: () => void): void;
	connect(): void;
}

export type LineState = "connecting" | "connected" | "lost";

export function openLine(): Line {
	const channels = new Map<string, ((data: unknown) => void)[]>();
	const listeners: (() => void)[] = [];
	let state: LineState = "connecting";

	const become = (next: LineState) => {
		if (state === next) return;
		state = next;
		for (const listener of listeners) listener();
	};

	return {
		on(channel, listener) {
			channels.set(channel, [...(channels.get(channel) ?? []), listener]);
		},
		act,
		state: () => state,
		onState: (listener) => listeners.push(listener),
		connect() {
			const source = new EventSource("/events");
			source.addEventListener("open", () => become("connected"));
			source.addEventListener("error", () => {
				become("lost");
				// A refusal ends it for good; a broken connection it mends by itself.
				if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), RELOAD_MS);
			});
			for (const [channel, told] of channels) {
				source.addEventListener(channel, (event: MessageEvent<string>) => {
					const data: unknown = JSON.parse(event.data);
					for (const listener of told) listener(data);
				});
			}
		},
	};
}

const RELOAD_MS = 3000;

async function act(name: string, input: unknown = {}): Promise<ActionResult> {
	try {
		const response = await fetch(`/do/${encodeURIComponent(name)}`, {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify(input),
		});
		const result: unknown = await response.json();
		return resultOf(result) ?? refusedBecause(NOT_UNDERSTOOD);
	} catch {
		return refusedBecause(NOT_REACHED);
	}
}

function resultOf(result: unknown): ActionResult | undefined {
	if (!isRecord(result)) return undefined;
	if (result["kind"] === "done") return { kind: "done", value: result["value"] };
	const reason = result["reason"];
	if (result["kind"] !== "refused" || !isRecord(reason)) return undefined;
	return refusedBecause({ ja: String(reason["ja"]), en: String(reason["en"]) });
}

const NOT_REACHED: Sentence = {
	ja: "端末のプログラムにつながりません。",
	en: "The terminal's program does not answer.",
};
const NOT_UNDERSTOOD: Sentence = {
	ja: "端末のプログラムが応じませんでした。画面を読み込み直してください。",
	en: "The terminal's program did not take it; load this page again.",
};
