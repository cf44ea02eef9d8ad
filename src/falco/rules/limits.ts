/**
 * How much of each thing rule files may ask for. A file of a few lines can name lists and macros so that their
 * expansion doubles with each of them; past these limits loading stops with an error that names the limit. The
 * largest rule sets in use stay far below every one of them.
 */
export const LIMITS = {
	/** UTF-16 code units in one file. */
	fileLength: 16 * 1024 * 1024,
	/** Collections within collections in one YAML document. */
	yamlDepth: 100,
	/** Values that the aliases of one file repeat: a line repeats whatever stands at its anchor. */
	yamlRepeats: 2_000_000,
	/** Values of exceptions in all files together: aliases repeat them for free. */
	exceptionValues: 1_000_000,
	/** Characters of one condition once lists are put in. */
	conditionLength: 2 * 1024 * 1024,
	/** Characters of all conditions together once lists are put in. */
	conditionsLength: 32 * 1024 * 1024,
	/** Characters gone through while lists are put into conditions, all conditions and passes counted. */
	listExpansion: 64 * 1024 * 1024,
	/** Checks in one condition once macros are put in. */
	conditionChecks: 50_000,
	/** Operators within operators in one condition once macros are put in. */
	conditionDepth: 1000,
	/** Checks in all conditions together once macros are put in. */
	allChecks: 2_000_000,
} as const;

/** What is left of one limit; each load has its own. */
export class Budget {
	readonly limit: number;
	#left: number;

	constructor(limit: number) {
		this.limit = limit;
		this.#left = limit;
	}

	/** Takes `amount` off; false once the limit is passed. */
	spend(amount: number): boolean {
		this.#left -= amount;
		return this.#left >= 0;
	}
}

/** The limits that all files of a load share. */
export interface Budgets {
	readonly exceptionValues: Budget;
	readonly listExpansion: Budget;
	readonly conditionsLength: Budget;
	readonly allChecks: Budget;
}

export function createBudgets(): Budgets {
	return {
		exceptionValues: new Budget(LIMITS.exceptionValues),
		listExpansion: new Budget(LIMITS.listExpansion),
		conditionsLength: new Budget(LIMITS.conditionsLength),
		allChecks: new Budget(LIMITS.allChecks),
	};
}
