/** The wire: every message as it passed the broker, newest first. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { ViewContext } from "../../terminal/page/view.js";
import type { KeyShown, WireItem } from "../shared/world-state.js";
import { type OpenedMessage, openItem } from "./opened-message.js";
import { say } from "./words.js";

const KEPT_MAX = 60;

export class WireLog {
	#keys: readonly KeyShown[] = [];
	/** Newest first. */
	#items: readonly WireItem[] = [];
	readonly #opened = new Map<number, OpenedMessage>();
	readonly #seen = new Map<string, number>();

	add(item: WireItem): void {
		this.#items = [item, ...this.#items].slice(0, KEPT_MAX);
		const first = this.#seen.get(item.payload);
		if (first === undefined) this.#seen.set(item.payload, item.number);
	}

	/** Keys known later open what came before. */
	know(keys: readonly KeyShown[]): void {
		this.#keys = keys;
		this.#opened.clear();
	}

	messages(): readonly OpenedMessage[] {
		return this.#items.map((item) => {
			const opened = this.#opened.get(item.number) ?? openItem(item, this.#keys);
			this.#opened.set(item.number, opened);
			return opened;
		});
	}

	/** Hints repeat themselves; what is signed never does. */
	isRepeated({ item, channel }: OpenedMessage): boolean {
		return channel !== "evt" && channel !== "state" && this.#seen.get(item.payload) !== item.number;
	}
}

export function wireList({ text, language }: ViewContext, wire: WireLog): TemplateResult {
	const messages = wire.messages();
	if (messages.length === 0) return html`<p class="soft">${text(say.empty)}</p>`;
	return html`<p class="soft">${text(say.checked)}</p>
		<ol class="wire" tabindex="0" aria-labelledby="world-wire">${messages.map((message) => {
			const { item, verdict, signer, type, bytes, lines, channel } = message;
			const time = new Date(item.at).toLocaleTimeString(language(), { hour12: false });
			return html`<li data-verdict=${verdict} data-type=${type} data-by=${item.by}><details>
				<summary>
					<span class="tag ${LEVELS[verdict]}">${MARKS[verdict]} ${text(say[verdict])}</span>
					<b>${type}</b> <span class="mono">${channel}</span>
					<span class="soft">${signer ?? ""} ${bytes} ${text(say.bytes)} ${time}</span>
					${wire.isRepeated(message) ? html`<span class="tag warn">${text(say.again)}</span>` : nothing}
					${item.by === "outsider" ? html`<span class="tag danger">${text(say.outside)}</span>` : nothing}
				</summary>
				<p class="mono topic">${item.topic}</p>
				<ul class="mono body">${lines.map((line) => html`<li>${line}</li>`)}</ul>
			</details></li>`;
		})}</ol>`;
}

const LEVELS = { good: "good", unsigned: "", bad: "danger", malformed: "danger" } as const;
/** Colour is not the only sign. */
const MARKS = { good: "✔", unsigned: "–", bad: "✘", malformed: "✘" } as const;
