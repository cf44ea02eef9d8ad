import { lazily } from "../lazily.ts";

/**
 * How the text of alerts leaves. `inert`: what chat programs and mail would obey instead of showing is made harmless.
 * `raw`: every byte as Falco prints it.
 */
export const ALERT_TEXTS = ["inert", "raw"] as const;
export type AlertText = (typeof ALERT_TEXTS)[number];

interface Trap {
	/** What to look for, as the source of a regular expression (flags `giu`). */
	readonly pattern: string;
	readonly replacement: string;
}

/**
 * What whoever chooses a display name or a user agent could hide in it, and what stands there instead. Slack reads
 * `<!channel>`, `<@U…>`, `<#C…>` and `<https://elsewhere|text>` (api.slack.com, formatting text for app surfaces), as do
 * Discord, Mattermost and Google Chat with signs of their own; without the bracket it is text. `<NA>` is Falco's.
 */
const TRAPS: readonly Trap[] = [
	// First, lest they hide the others: marks that reorder text, and marks that show nothing (soft hyphen, zero-width
	// space, tags). Joiners stay: words and pictures are made with them.
	{
		pattern: String.raw`[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]+`,
		replacement: "",
	},
	// Line ends and other control characters: a mail's subject is made of the output.
	{ pattern: String.raw`[\p{Cc}\u2028\u2029]+`, replacement: " " },
	{ pattern: String.raw`\p{Cs}`, replacement: "\ufffd" },
	{ pattern: "<(?!NA>)", replacement: "‹" },
	// Chat programs that call everybody by a bare word. Behind a letter or a digit it is an e-mail address; signs around it,
	// `_` among them, keep Mattermost from nothing.
	{ pattern: "(?<![a-z0-9])@(?=(?:all|channel|everyone|here)(?![a-z0-9]))", replacement: "＠" },
];

/** Made for the first alert that leaves: sets of Unicode's characters cost more than most of what the Worker starts with. */
const compiled = lazily(() => ({
	/**
	 * Whether a JSON text has anything of the kind. In it control characters and halves of pairs are escapes; `\"`, `\\` and `\/` stand for
	 * nothing that is looked for.
	 */
	suspect: new RegExp([String.raw`\\[^"\\/]`, ...TRAPS.map(({ pattern }) => pattern)].join("|"), "iu"),
	traps: TRAPS.map(({ pattern, replacement }) => ({ trap: new RegExp(pattern, "giu"), replacement })),
}));

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/**
 * An alert's JSON with all its texts harmless. Whatever is no text, numbers above all, stays as it is to the byte, and so
 * does the whole of an alert that has nothing of the kind in it: nearly all of them.
 */
export function inert(json: string): string {
	const { suspect, traps } = compiled();
	if (!suspect.test(json)) return json;
	return json.replace(STRING, (string) => {
		if (!suspect.test(string)) return string;
		const text: string = JSON.parse(string);
		return JSON.stringify(traps.reduce((given, { trap, replacement }) => given.replace(trap, replacement), text));
	});
}
