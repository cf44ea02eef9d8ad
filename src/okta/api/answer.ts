/** An HTTP answer of Okta's, read to its end. */
export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
}

/** The answer's text as JSON; undefined when it is none. */
export function jsonOf({ text }: Answer): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
