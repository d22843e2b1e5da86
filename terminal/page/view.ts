/** What a view of the page is, and what the page gives it. */
import type { ActionResult, Sentence } from "../shared/contract.js";

export type Language = "ja" | "en";

export interface PageView {
	/** In the address, after the #. */
	readonly id: string;
	readonly title: Sentence;
	/** Called once, before anything arrives. */
	start(context: ViewContext): void;
}

export interface ViewContext {
	/** Empty and the view's own; hidden while another view is shown. */
	readonly root: HTMLElement;
	/** In the language that the page shows now. */
	text(sentence: Sentence): string;
	language(): Language;
	/** Hears every state and item of `channel`; what was there before it came is told too. */
	on(channel: string, listener: (data: unknown) => void): void;
	act(name: string, input?: unknown): Promise<ActionResult>;
	/** The language was changed: show everything again. */
	onChange(listener: () => void): void;
	/** This view is shown from now on, or another one is. */
	onVisible(listener: (visibility: "shown" | "hidden") => void): void;
}
