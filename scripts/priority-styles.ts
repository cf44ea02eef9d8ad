import type { styleText } from "node:util";
import type { Priority } from "../src/falco/priority.ts";

/** How alerts of each priority look on a terminal, for every command that prints some. */
export const PRIORITY_STYLES: Readonly<Record<Priority, Parameters<typeof styleText>[0]>> = {
	Emergency: ["bold", "white", "bgRed"],
	Alert: ["bold", "red"],
	Critical: ["bold", "red"],
	Error: "red",
	Warning: "yellow",
	Notice: "green",
	Informational: "cyan",
	Debug: "gray",
};
