import { z } from "zod";

const ENTRY = z.object({ level: z.string(), message: z.string() });

const KEPT = 20;

/**
 * What a Worker writes, over all its lives: how often it said what, and its last words. Lines that are not the Worker's
 * own come from workerd.
 */
export class WorkerLog {
	readonly #counts = new Map<string, number>();
	readonly #secrets: readonly string[];
	#last: string[] = [];
	#leaks = 0;

	/** `secrets` must not occur in it. */
	constructor(secrets: readonly string[]) {
		this.#secrets = secrets;
	}

	write(line: string): void {
		if (this.#secrets.some((secret) => line.includes(secret))) this.#leaks++;
		this.#last = [...this.#last, line].slice(-KEPT);
		const message = messageOf(line);
		if (message !== undefined) this.#counts.set(message, this.count(message) + 1);
	}

	/** How many lines have this message. */
	count(message: string): number {
		return this.#counts.get(message) ?? 0;
	}

	/** How many lines held a secret. */
	get leaks(): number {
		return this.#leaks;
	}

	/** The last lines. */
	get last(): readonly string[] {
		return this.#last;
	}
}

function messageOf(line: string): string | undefined {
	try {
		return ENTRY.safeParse(JSON.parse(line)).data?.message;
	} catch {
		return undefined;
	}
}
