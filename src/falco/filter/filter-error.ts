/** Why a condition or an output cannot be used, in Falco's words. */
export class FilterError extends Error {
	/** Byte offset in the text that was read. */
	readonly position: number;
	/** What the author may have meant. */
	readonly hint: string | undefined;

	constructor(message: string, position: number, hint?: string) {
		super(message);
		this.name = "FilterError";
		this.position = position;
		this.hint = hint;
	}
}
