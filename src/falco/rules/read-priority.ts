import { PRIORITIES, type Priority, parsePriority } from "../priority.ts";
import { suggest } from "../suggest.ts";
import { within } from "./context.ts";
import { type Item, readText } from "./decode.ts";

/** The priority under the key `priority`, which must be there. */
export function readPriority(item: Item): Priority | undefined {
	const text = readText(item, "priority", "required");
	if (text === undefined) return undefined;
	const priority = parsePriority(text);
	if (priority === undefined) {
		const { map, context, report } = item;
		const place = within(context, "rule priority", map.get("priority") ?? map);
		report.error("LOAD_ERR_YAML_VALIDATE", "Invalid priority", place, hintFor(text.trim()));
	}
	return priority;
}

/** Falco knows no short forms but `info`. */
function hintFor(text: string): string {
	const meant =
		PRIORITIES.find((priority) => priority.toLowerCase().startsWith(text.toLowerCase())) ?? suggest(text, PRIORITIES);
	return meant === undefined ? `one of ${PRIORITIES.join(", ")}` : `did you mean '${meant}'?`;
}
