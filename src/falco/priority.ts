/** Falco's priorities, most urgent first; a priority's level is its place here (falco_common.cpp). */
export const PRIORITIES = [
	"Emergency",
	"Alert",
	"Critical",
	"Error",
	"Warning",
	"Notice",
	"Informational",
	"Debug",
] as const;

export type Priority = (typeof PRIORITIES)[number];

const BY_NAME = new Map<string, Priority>([
	...PRIORITIES.map((priority) => [priority.toLowerCase(), priority] as const),
	["info", "Informational"],
]);

/** A priority as a rule writes it (any case, or the alias `info`) → its full name; undefined when it is none. */
export function parsePriority(text: string): Priority | undefined {
	return BY_NAME.get(text.toLowerCase());
}

/** 0 (Emergency) to 7 (Debug): the lower, the more urgent. */
export function priorityLevel(priority: Priority): number {
	return PRIORITIES.indexOf(priority);
}
