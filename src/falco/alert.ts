import type { FalcoEvent } from "./event.ts";
import { formatTime } from "./event-time.ts";
import type { FieldSlots, Reading } from "./filter/reading.ts";
import { compileOutputFields } from "./output-fields.ts";
import type { Priority } from "./priority.ts";
import type { AlertSettings, Rule } from "./rule-set.ts";
import { followed, type Written, written, writtenText } from "./written.ts";
import { WrittenFields } from "./written-fields.ts";
import { compileText } from "./written-text.ts";

/** What a rule has to say of an event. */
export interface Alert {
	readonly rule: string;
	readonly priority: Priority;
	/** When the event happened: `2026-07-01T12:00:00.000000000Z`. */
	readonly time: string;
	/** The rule's output with the time and the priority before it. */
	readonly output: string;
	/** The alert as Falco sends it: one line, without the newline. */
	readonly json: string;
}

/**
 * Makes a rule's alerts ready to be written, byte for byte as Falco writes them (falco formats.cpp, `json_output`): keys
 * are in alphabetical order at every level, nothing is escaped that need not be, and the settings of falco.yaml decide
 * which keys there are. All that is the same for every event is written here, once.
 */
export function compileAlert<Event extends FalcoEvent>(
	rule: Rule,
	settings: AlertSettings,
	slots: FieldSlots<Event>,
): (reading: Reading<Event>) => Alert {
	const fields = new WrittenFields(slots);
	const timeOfOutput = fields.add({
		type: "field",
		name: settings.timeFormatIso8601 ? "evt.time.iso8601" : "evt.time",
	});
	const afterTime = written(`: ${rule.priority} `);
	const writeMessage = compileText(rule.output, fields, slots);
	const writeOutputFields = compileOutputFields(fields, rule.extraFields, slots);
	const { includeMessage, includeOutput, includeOutputFields } = settings;
	const beforeTime = `,${constantKeys(rule, settings)},"time":"`;
	return function alert(reading) {
		const values = fields.write(reading);
		const message = writeMessage(reading, values);
		const output = followed(followed(values[timeOfOutput] as Written, afterTime), message);
		const { date, clock, nanoseconds } = formatTime(reading.event.time);
		const time = `${date}T${clock}.${nanoseconds}Z`;
		let json = `{"hostname":"${writtenText(reading.event.hostname).json}"`;
		if (includeMessage) json += `,"message":"${message.json}"`;
		if (includeOutput) json += `,"output":"${output.json}"`;
		if (includeOutputFields) json += `,"output_fields":${writeOutputFields(reading, values)}`;
		json += `${beforeTime}${time}"}`;
		return { rule: rule.name, priority: rule.priority, time, output: output.text, json };
	};
}

function constantKeys({ priority, name, source, tags }: Rule, { includeTags }: AlertSettings): string {
	const keys = { priority, rule: name, source, ...(includeTags && { tags }) };
	return JSON.stringify(keys).slice(1, -1);
}
