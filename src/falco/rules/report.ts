import type { Diagnostic, ErrorCode, WarningCode } from "../diagnostic.ts";
import { type Context, locationsOf, placeOf } from "./context.ts";

/** What to do about a problem. Looking for what was meant takes time, so that it is left to when it is wanted. */
export type Hint = string | (() => string | undefined) | undefined;

/** How many problems get a hint that must be looked for; more than that nobody reads at once. */
const HINTS = 100;

/**
 * The problems of one load, in the order in which Falco would come to them. Falco stops a file at its first error;
 * here reading goes on for the errors behind it, but not for warnings: they could be mere consequences.
 */
export class Report {
	readonly diagnostics: Diagnostic[] = [];
	readonly #known = new Set<string>();
	#errors = 0;
	#failed = false;

	/** Begins the load of one more file, which has its own first error. */
	beginFile(): void {
		this.#failed = false;
	}

	/** How many errors were raised up to now, those of earlier files included. */
	get errors(): number {
		return this.#errors;
	}

	error(code: ErrorCode, message: string, context: Context, hint?: Hint): void {
		this.#failed = true;
		this.#errors++;
		this.#add("error", code, message, context, hint);
	}

	warning(code: WarningCode, message: string, context: Context, hint?: Hint): void {
		if (!this.#failed) this.#add("warning", code, message, context, hint);
	}

	/**
	 * Keeps a problem unless it was told already: every file that is loaded compiles all before it once more, and a
	 * mistake in a macro is met in every rule that uses it.
	 */
	#add(
		severity: Diagnostic["severity"],
		code: Diagnostic["code"],
		message: string,
		context: Context,
		hint: Hint,
	): void {
		const locations = locationsOf(context);
		const place = placeOf(context);
		const items = severity === "warning" ? locations.map(({ itemName }) => itemName) : [];
		const key = JSON.stringify([code, message, place, items]);
		if (this.#known.has(key)) return;
		this.#known.add(key);
		const told = typeof hint !== "function" ? hint : this.diagnostics.length < HINTS ? hint() : undefined;
		this.diagnostics.push({ severity, code, message, ...(told !== undefined && { hint: told }), locations, place });
	}
}
