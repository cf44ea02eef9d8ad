import { setTimeout as sleep } from "node:timers/promises";
import { type Alert, type Falcosidekick, startFalcosidekick } from "../demo/falcosidekick.ts";
import { alertKey } from "./test-event.ts";

/** A Falcosidekick that nothing happens to, and what it took. */
export class Catcher {
	readonly #alerts = new Map<string, Alert[]>();
	readonly #refused: string[] = [];
	#falcosidekick: Falcosidekick | undefined;

	/** Starts one; `port` is free unless told. */
	static async start(port = 0): Promise<Catcher> {
		const catcher = new Catcher();
		catcher.#falcosidekick = await startFalcosidekick({
			port,
			onAlert: (alert) => {
				const key = alertKey(alert.outputFields["okta.uuid"], alert.rule);
				catcher.#alerts.set(key, [...catcher.of(key), alert]);
			},
			onRejected: (_, body) => catcher.#refused.push(body.slice(0, 500)),
		});
		return catcher;
	}

	get url(): string {
		return this.#falcosidekick?.url ?? "";
	}

	/** What came of an alert, each time it came. */
	of(key: string): readonly Alert[] {
		return this.#alerts.get(key) ?? [];
	}

	/** Bodies in which it found no alert. */
	get refused(): readonly string[] {
		return this.#refused;
	}

	/** How many different alerts came. */
	get size(): number {
		return this.#alerts.size;
	}

	/** Waits until all of these came, for so many milliseconds at most. */
	async wait(keys: readonly string[], milliseconds: number): Promise<void> {
		for (const end = Date.now() + milliseconds; Date.now() < end && this.missing(keys).length > 0; ) await sleep(10);
	}

	/** Those of these alerts that did not come. */
	missing(keys: readonly string[]): string[] {
		return keys.filter((key) => this.of(key).length === 0);
	}

	/** Those of these alerts that came more than once. */
	repeated(keys: readonly string[]): string[] {
		return keys.filter((key) => this.of(key).length > 1);
	}

	async close(): Promise<void> {
		await this.#falcosidekick?.close();
	}
}
