import type { Priority } from "../../src/falco/priority.ts";
import type { SlackMessage } from "./slack.ts";

/** The alert as it was sent to Falcosidekick. */
export interface SentAlert {
	readonly output: string;
	readonly priority: Priority;
	readonly rule: string;
	readonly time: string;
	readonly source: string;
	readonly hostname: string;
	readonly tags: readonly string[];
	readonly output_fields: Readonly<Record<string, unknown>>;
}

const COLORS: Readonly<Record<Priority, string>> = {
	Emergency: "#e20b0b",
	Alert: "#ff5400",
	Critical: "#ff5400",
	Error: "#e20b0b",
	Warning: "#ffc700",
	Notice: "#5bffb5",
	Informational: "#68c2ff",
	Debug: "#ccfff2",
};

/** Longer values get a line of their own. */
const SHORT = 36;

/** What Falcosidekick makes of an alert for Slack, unless it is told otherwise (its outputs/slack.go). */
export function slackMessageOf(alert: SentAlert): SlackMessage {
	const field = (title: string, value: string) => ({ title, value, short: [...value].length < SHORT });
	// Numbers, nulls and arrays are left out; keys are in the order of their bytes.
	const texts = Object.entries(alert.output_fields).filter((entry): entry is [string, string] => {
		return typeof entry[1] === "string";
	});
	const fields = [
		field("rule", alert.rule),
		field("priority", alert.priority),
		field("source", alert.source),
		field("hostname", alert.hostname),
		...(alert.tags.length === 0 ? [] : [field("tags", alert.tags.toSorted(byBytes).join(", "))]),
		...texts.sort(([a], [b]) => byBytes(a, b)).map(([name, value]) => field(name, value)),
		{ title: "time", value: goTime(alert.time), short: false },
	];
	const { output } = alert;
	const attachment = { color: COLORS[alert.priority], fallback: output, text: output, fields };
	return { username: "Falcosidekick", attachments: [attachment] };
}

function byBytes(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** A time as Go prints it, which drops what a fraction ends in of zeros. */
function goTime(time: string): string {
	const [, day, hour, fraction = ""] = /^([\d-]+)T([\d:]+)(?:\.(\d+))?Z$/.exec(time) ?? [];
	const digits = fraction.replace(/0+$/, "");
	return `${day} ${hour}${digits === "" ? "" : `.${digits}`} +0000 UTC`;
}
