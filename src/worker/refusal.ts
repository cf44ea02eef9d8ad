import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Why a request is refused: thrown on its way, answered and logged in one place (app.ts). */
export class Refusal extends Error {
	override readonly name = "Refusal";
	readonly status: ContentfulStatusCode;
	/** What the caller is told, where that is not the whole reason. */
	readonly answer: string;

	/** `reason` is for the log. */
	constructor(status: ContentfulStatusCode, reason: string, answer: string = reason) {
		super(reason);
		this.status = status;
		this.answer = answer;
	}
}
