/** What came of a case: nothing to say, or what is wrong with it. */
export interface Outcome {
	readonly id: string;
	readonly group: string;
	/** Each a block of lines; none when the case passed. */
	readonly failures: readonly string[];
	/** Rows of the listed differences that were met. */
	readonly differences: readonly string[];
}

/** `rule …, event …` with what was expected and what came: alerts as JSON, or nothing. */
export function diff(title: string, expected: readonly string[], got: readonly string[]): string {
	const missing = expected.filter((line) => !got.includes(line)).map((line) => `  - ${line}`);
	const added = got.filter((line) => !expected.includes(line)).map((line) => `  + ${line}`);
	const lines = [...missing, ...added];
	return [title, ...(lines.length > 0 ? lines : ["  the same, in another order"])].join("\n");
}
