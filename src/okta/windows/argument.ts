import type { ArgumentFault } from "../../falco/field.ts";
import { ACTIVITY_NAMES, type Activity, activityOf } from "./activities.ts";
import { DIMENSION_NAMES, type DimensionName, isDimensionName } from "./dimensions.ts";

/** Longest window: a week. */
export const LONGEST_SECONDS = 604_800;

/** What stands between the brackets of each of the fields that look back. */
export interface WindowArguments {
	readonly count: { readonly key: DimensionName; readonly seconds: number };
	readonly distinct: { readonly key: DimensionName; readonly field: DimensionName; readonly seconds: number };
	/** `key` of the earlier events is what `now` is of the present one. */
	readonly recent: {
		readonly name: string;
		readonly activity: Activity;
		readonly key: DimensionName;
		readonly now: DimensionName;
		readonly seconds: number;
	};
}

export type WindowKind = keyof WindowArguments;

/** How each is written. */
export const FORMS: Record<WindowKind, string> = {
	count: "KEY,SECONDS",
	distinct: "KEY,FIELD,SECONDS",
	recent: "ACTIVITY,KEY,SECONDS",
};

/** Text between brackets → what it asks for, or what is wrong with it. */
export function readArgument<Kind extends WindowKind>(
	kind: Kind,
	text: string,
): WindowArguments[Kind] | { readonly fault: ArgumentFault } {
	const parts = text.split(",");
	if (parts.length !== FORMS[kind].split(",").length)
		return { fault: { reason: `expected ${FORMS[kind]}, not ${quoted(text)}` } };
	try {
		return READERS[kind](parts);
	} catch (error) {
		if (error instanceof BadPart) return { fault: error.fault };
		throw error;
	}
}

/** The same of a rule that was loaded. @throws Error when something is wrong with it all the same */
export function loadedArgument<Kind extends WindowKind>(kind: Kind, text: string): WindowArguments[Kind] {
	const read = readArgument(kind, text);
	if ("fault" in read) throw new Error(read.fault.reason);
	return read;
}

const READERS: { readonly [Kind in WindowKind]: (parts: readonly string[]) => WindowArguments[Kind] } = {
	count: ([key = "", seconds = ""]) => ({ key: dimension(key, "KEY"), seconds: wholeSeconds(seconds) }),
	distinct: ([key = "", field = "", seconds = ""]) => {
		return { key: dimension(key, "KEY"), field: dimension(field, "FIELD"), seconds: wholeSeconds(seconds) };
	},
	recent: ([name = "", keys = "", seconds = ""]) => {
		const activity = activityOf(name);
		if (activity === undefined) {
			const reason = `${quoted(name)} is no ACTIVITY: that is an event type, with or without :RESULT, or one of`;
			throw new BadPart(name, ACTIVITY_NAMES, reason);
		}
		const [then = "", now = then] = keys.split(/=(.*)/s);
		const key = dimension(then, "KEY");
		return { name, activity, key, now: dimension(now, "KEY"), seconds: wholeSeconds(seconds) };
	},
};

/** A part of an argument that is wrong. */
class BadPart extends Error {
	readonly fault: ArgumentFault;

	constructor(word: string, choices: readonly string[], reason: string) {
		super(reason);
		const listed = choices.length > 0 ? ` ${choices.join(", ")}` : "";
		this.fault = { reason: `${reason}${listed}`, wrong: { word, choices } };
	}
}

function dimension(word: string, place: string): DimensionName {
	if (isDimensionName(word)) return word;
	throw new BadPart(word, DIMENSION_NAMES, `${quoted(word)} is no ${place}, which is one of`);
}

function wholeSeconds(word: string): number {
	const seconds = /^[1-9][0-9]{0,5}$/.test(word) ? Number(word) : Number.NaN;
	if (seconds <= LONGEST_SECONDS) return seconds;
	throw new BadPart(word, [], `${quoted(word)} is no number of SECONDS from 1 to ${LONGEST_SECONDS}`);
}

function quoted(word: string): string {
	return JSON.stringify(word);
}
