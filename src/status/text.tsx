import { lazily } from "../lazily.ts";
import { Time } from "./time.tsx";

/**
 * Characters that do not show, or that change how others show: controls, marks that reorder text, fillers, halves of a
 * character, and the eighth mark on a letter. Joiners are left alone, since scripts and emoji need them.
 */
const UNSEEN = String.raw`(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?<=\p{M}{7})\p{M}`;

/** Made when the first text is shown: sets of Unicode's characters cost more than most of what the Worker starts with. */
const compiled = lazily(() => ({
	unseen: new RegExp(UNSEEN, "u"),
	/** One of them, as often as it stands there in a row. */
	run: new RegExp(`(${UNSEEN})\\1*`, "gu"),
}));

interface TextProps {
	readonly value: string;
	/** Of a longer text only so many UTF-16 code units are shown, where the whole of it can be had elsewhere. */
	readonly most?: number;
}

/** Text that anybody may have written. It cannot reorder what stands around it, and what does not show is named. */
export function Text({ value, most = Number.POSITIVE_INFINITY }: TextProps) {
	const cut = value.length <= most ? value : `${value.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
	return <bdi>{named(cut)}</bdi>;
}

/** The same, for lines of text that are kept as they are. */
export function Lines({ value }: { readonly value: string }) {
	const lines = value.split("\n");
	return <bdi>{lines.flatMap((line, index) => [...named(line), ...(index < lines.length - 1 ? ["\n"] : [])])}</bdi>;
}

/** The same as a string, for where there can be no elements. */
export function visible(text: string): string {
	return text.replace(compiled().run, nameOf);
}

function named(text: string) {
	const { unseen, run } = compiled();
	if (!unseen.test(text)) return [text];
	const parts = [];
	let from = 0;
	for (const { 0: characters, index } of text.matchAll(run)) {
		parts.push(text.slice(from, index), <span class="unseen">{nameOf(characters)}</span>);
		from = index + characters.length;
	}
	return [...parts, text.slice(from)];
}

/** `U+202E`, `U+000A × 3` */
function nameOf(run: string): string {
	const [character = ""] = run;
	const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
	return run.length === character.length ? code : `${code} × ${run.length / character.length}`;
}

/** Our own words, in which commands and names stand between backticks, and times as ISO 8601 has them. */
export function Words({ text }: { readonly text: string }) {
	return <>{text.split("`").map((part, at) => (at % 2 === 0 ? <Plain text={part} /> : <Command text={part} />))}</>;
}

function Command({ text }: { readonly text: string }) {
	return (
		<code>
			<Text value={text} />
		</code>
	);
}

const TIME = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)/;

function Plain({ text }: { readonly text: string }) {
	return (
		<>{text.split(TIME).map((part, at) => (at % 2 === 0 ? <Text value={part} /> : <Time at={Date.parse(part)} />))}</>
	);
}
