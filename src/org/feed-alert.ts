import { compileAlert } from "../falco/alert.ts";
import { toBytes } from "../falco/bytes.ts";
import { withCommonFields } from "../falco/common-fields.ts";
import type { FalcoEvent } from "../falco/event.ts";
import type { Field, FieldTable } from "../falco/field.ts";
import { FieldSlots, Reading } from "../falco/filter/reading.ts";
import type { OutputPart } from "../falco/output-template.ts";
import { type Priority, priorityLevel } from "../falco/priority.ts";
import type { AlertSettings, Rule } from "../falco/rule-set.ts";
import { lazily } from "../lazily.ts";
import type { NewAlert } from "./outbox.ts";
import { hours, type Silence } from "./silence.ts";

/** A feed that fell silent, or came back, as the writer of alerts sees it. */
interface FeedEvent extends FalcoEvent {
	readonly silence: Silence;
}

export type FeedChange = "silent" | "resumed";

const fields = lazily(
	(): FieldTable<FeedEvent> => ({
		"feed.name": text("The way by which events come: Event Hooks or System Log.", ({ silence }) => silence.feed),
		"feed.silent_since": text("When it last gave a sign of life.", ({ silence }) =>
			new Date(silence.since).toISOString(),
		),
		"feed.silent_for": text("How long ago that is.", ({ silence, time }) =>
			hours(Number(time / 1_000_000n) - silence.since),
		),
		"feed.reason": text("How that is known.", ({ silence }) => silence.reason),
	}),
);

function text(description: string, read: (event: FeedEvent) => string): Field<FeedEvent> {
	return { type: "CHARBUF", description, read: () => read };
}

/** What alerts are raised of feeds. They are not in the rule files: whoever leaves these out still has to be told. */
const rules = lazily(
	(): Record<FeedChange, Rule> => ({
		silent: rule("Okta event feed silent", "Warning", [
			"Okta events do not come any more. Next: look at the hook in Okta, and at /admin/status (feed=",
			"%feed.name",
			", since=",
			"%feed.silent_since",
			", silent for=",
			"%feed.silent_for",
			", reason=",
			"%feed.reason",
			")",
		]),
		resumed: rule("Okta event feed resumed", "Notice", [
			"Okta events come again (feed=",
			"%feed.name",
			", silent since=",
			"%feed.silent_since",
			", silent for=",
			"%feed.silent_for",
			")",
		]),
	}),
);

function rule(name: string, priority: Priority, output: readonly string[]): Rule {
	return {
		name,
		source: "okta",
		priority,
		tags: ["okta", "okta_event_feed"],
		condition: { type: "and", children: [] },
		output: output.map(partOf),
		extraFields: [],
	};
}

function partOf(part: string): OutputPart {
	if (!part.startsWith("%")) return { type: "text", text: toBytes(part) };
	return { type: "token", expression: { type: "field", name: part.slice(1) } };
}

/** The alert of a feed that fell silent or came back, at `now` in milliseconds; `settings` are those of the rules' alerts. */
export function feedAlert(
	change: FeedChange,
	silence: Silence,
	settings: AlertSettings,
	{ hostname, now }: { readonly hostname: string; readonly now: number },
): NewAlert {
	const slots = new FieldSlots(withCommonFields(fields()));
	const write = compileAlert(rules()[change], settings, slots);
	const nanoseconds = BigInt(now) * 1_000_000n;
	const event: FeedEvent = {
		number: 1n,
		time: nanoseconds,
		firstTime: nanoseconds,
		source: "okta",
		document: silence,
		text: () => JSON.stringify(silence),
		hostname,
		silence,
	};
	const { rule, priority, time, output, json } = write(new Reading(event, slots));
	const id = `${silence.feed.toLowerCase().replace(" ", "-")}-${silence.since}:${rule}`;
	return { id, level: priorityLevel(priority), time, rule, actor: "", output, json };
}
