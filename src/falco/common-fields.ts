import type { FalcoEvent } from "./event.ts";
import { EVENT_FIELDS } from "./event-fields.ts";
import type { FieldTable } from "./field.ts";
import { JSON_FIELDS } from "./json-fields.ts";

/** All that rules of a source can name: the fields of the source, and those that every event has. */
export function withCommonFields<Event extends FalcoEvent>(fields: FieldTable<Event>): FieldTable<Event> {
	return { ...EVENT_FIELDS, ...JSON_FIELDS, ...fields };
}
