import { counted } from "../words.ts";
import type { Change } from "./regions.ts";

/** Screen readers are told of new alerts no more often than this, in milliseconds. */
const PAUSE = 10_000;

/** Says to who does not see it what has become new; many things at a time in one sentence. */
export class Announcer {
	readonly #place = document.querySelector("#announcement");
	#alerts = 0;
	#latest = "";
	#timer: number | undefined;

	/** Tells of new alerts, and marks them. */
	alerts({ before, after }: Change): void {
		const known = new Set(linksIn(before).map(({ href }) => href));
		const fresh = linksIn(after).filter(({ href }) => !known.has(href));
		for (const link of fresh) link.closest("tr")?.classList.add("is-new");
		if (fresh.length === 0) return;
		this.#alerts += fresh.length;
		this.#latest = fresh[0]?.textContent ?? "";
		this.#timer ??= setTimeout(() => this.#tell(), this.#place?.textContent === "" ? 0 : PAUSE);
	}

	/** Tells of something at once. */
	say(text: string): void {
		if (this.#place !== null) this.#place.textContent = text;
	}

	#tell(): void {
		this.#timer = undefined;
		this.say(`${counted(this.#alerts, "new alert")}: ${this.#latest}`);
		this.#alerts = 0;
	}
}

function linksIn(region: Element): HTMLAnchorElement[] {
	return [...region.querySelectorAll<HTMLAnchorElement>("tbody a")];
}
