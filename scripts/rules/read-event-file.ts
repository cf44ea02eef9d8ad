import { readFileSync } from "node:fs";
import { messageOf } from "../../src/message-of.ts";
import { isJsonObject, type JsonObject } from "../../src/okta/log-event.ts";
import { callerPath } from "../caller-path.ts";
import { deliveredEvents } from "./delivered-events.ts";
import { UnreadableFile } from "./rule-files.ts";

/**
 * The events in a file: one LogEvent, an array of them, a delivery of an event hook, or one of these a line. `-` is
 * standard input.
 * @throws UnreadableFile when it cannot be read, holds anything else, or holds no event
 */
export function readEventFile(file: string): JsonObject[] {
	const text = readText(file);
	const whole = parse(text);
	const events =
		"value" in whole
			? eventsIn(whole.value, file)
			: text.split("\n").flatMap((line, index) => {
					if (line.trim() === "") return [];
					const place = `${file}:${index + 1}`;
					const parsed = parse(line);
					if ("value" in parsed) return eventsIn(parsed.value, place);
					throw new UnreadableFile(`${place}: is not JSON: ${parsed.reason}`);
				});
	if (events.length === 0) throw new UnreadableFile(`${file}: holds no event`);
	return events;
}

function readText(file: string): string {
	try {
		return readFileSync(file === "-" ? 0 : callerPath(file), "utf8");
	} catch (error) {
		throw new UnreadableFile(`${file}: ${messageOf(error)}`);
	}
}

function parse(text: string): { readonly value: unknown } | { readonly reason: string } {
	try {
		return { value: JSON.parse(text) };
	} catch (error) {
		return { reason: messageOf(error) };
	}
}

function eventsIn(value: unknown, place: string): JsonObject[] {
	const events = Array.isArray(value) ? value : (deliveredEvents(value) ?? [value]);
	return events.map((event) => {
		if (isJsonObject(event)) return event;
		throw new UnreadableFile(`${place}: holds something that is no event`);
	});
}
