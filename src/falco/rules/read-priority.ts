import { PRIORITIES, type Priority, parsePriority } from "../priority.ts";
import { within } from "./context.ts";
import { didYouMean, type Item, readText } from "./decode.ts";

/** The priority of a rule, which must be there. */
export function readPriority(item: Item): Priority | undefined {
	const text = readText(item, "priority", "required");
	if (text === undefined) return undefined;
	const priority = parsePriority(text);
	if (priority === undefined) {
		const { map, context, report } = item;
		const hint = didYouMean(text, PRIORITIES) ?? `one of ${PRIORITIES.join(", ")}`;
		report.error(
			"LOAD_ERR_YAML_VALIDATE",
			"Invalid priority",
			within(context, "rule priority", map.get("priority") ?? map),
			hint,
		);
	}
	return priority;
}
