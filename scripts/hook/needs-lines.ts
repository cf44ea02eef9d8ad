import { suggest } from "../../src/falco/suggest.ts";
import { EVENT_TYPES, EVENT_TYPES_RELEASE } from "../../src/okta/event-types.ts";
import { counted } from "./command.ts";
import type { Needs, WantedTypes } from "./needs.ts";

/** What rules need that no hook can carry, for people. */
export function needsLines({ notPushed, unknown, ofAnyType }: Needs): string[] {
	return [
		...listed("Rules that can match any event, so that every type is wanted:", ofAnyType),
		...listed(
			`Okta pushes none of these event types, it only writes them into its System Log (catalogue ${EVENT_TYPES_RELEASE}):`,
			typeLines(notPushed),
		),
		...listed("Okta has no such event types:", typeLines(unknown, didYouMean)),
	];
}

/** The same in short. */
export function needsSummary({ notPushed, unknown }: Needs): string[] {
	return [
		...(notPushed.size === 0
			? []
			: [
					`${counted(notPushed.size, "event type")} that rules need ${notPushed.size === 1 ? "is" : "are"} in Okta's System Log only`,
				]),
		...(unknown.size === 0 ? [] : [`${counted(unknown.size, "event type")} Okta does not have`]),
	].map((line) => `${line}: npm run hook -- status lists them`);
}

function listed(heading: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : ["", heading, ...lines.map((line) => `  ${line}`)];
}

function typeLines(types: WantedTypes, note: (type: string) => string = () => ""): string[] {
	const width = Math.max(0, ...[...types.keys()].map(({ length }) => length));
	return [...types]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([type, rules]) => `${type.padEnd(width)}  ${rules.join("; ")}${note(type)}`);
}

function didYouMean(type: string): string {
	const similar = suggest(type, [...EVENT_TYPES.keys()]);
	return similar === undefined ? "" : ` (did you mean ${similar}?)`;
}
