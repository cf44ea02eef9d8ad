import type { FalcoEvent } from "./event.ts";
import { formatTime, padNanoseconds } from "./event-time.ts";
import type { Field, FieldTable, FieldValue } from "./field.ts";

const SECOND = 1_000_000_000n;

/**
 * Fields of every event whatever its source (libsinsp sinsp_filtercheck_gen_event.cpp). A plugin's event has no others
 * under `evt.`, and no `evt.type`. The time zone is UTC.
 */
export const EVENT_FIELDS: FieldTable<FalcoEvent> = {
	"evt.num": {
		type: "UINT64",
		description: "Number of the event among those of its source, from 1.",
		read: () => (event) => event.number,
	},
	"evt.time": time("Time of the event with nanoseconds.", ({ clock, nanoseconds }) => `${clock}.${nanoseconds}`),
	"evt.time.s": time("Time of the event in whole seconds.", ({ clock }) => clock),
	"evt.time.iso8601": time(
		"Date and time of the event in ISO 8601, with nanoseconds and time zone.",
		({ date, clock, nanoseconds }) => `${date}T${clock}.${nanoseconds}+0000`,
	),
	"evt.datetime": time(
		"Date and time of the event with nanoseconds.",
		({ date, clock, nanoseconds }) => `${date} ${clock}.${nanoseconds}`,
	),
	"evt.datetime.s": time("Date and time of the event in whole seconds.", ({ date, clock }) => `${date} ${clock}`),
	"evt.rawtime": nanoseconds("ABSTIME", "Time of the event: nanoseconds since the epoch.", ({ time }) => time),
	"evt.rawtime.s": nanoseconds("ABSTIME", "Time of the event: whole seconds since the epoch.", (event) =>
		seconds(event.time),
	),
	"evt.rawtime.ns": {
		...nanoseconds("ABSTIME", "Time of the event: nanoseconds within its second.", (event) => fraction(event.time)),
		toText: padded,
	},
	"evt.reltime": {
		...nanoseconds("RELTIME", "Nanoseconds since the first event of the source.", sinceFirst),
		toText: padded,
	},
	"evt.reltime.s": nanoseconds("RELTIME", "Whole seconds since the first event of the source.", (event) =>
		seconds(sinceFirst(event)),
	),
	"evt.reltime.ns": {
		...nanoseconds("RELTIME", "Time since the first event of the source: nanoseconds within its second.", (event) =>
			fraction(sinceFirst(event)),
		),
		toText: padded,
	},
	"evt.pluginname": text("Name of the plugin that the event comes from.", (event) => event.source),
	"evt.plugininfo": text("The event as JSON text.", (event) => event.text()),
	"evt.source": text("Name of the event's source.", (event) => event.source),
	"evt.is_async": {
		type: "BOOL",
		description: "Whether the event is an asynchronous one: events of a plugin's source never are.",
		read: () => () => false,
	},
	"evt.asynctype": text("Type of an asynchronous event: no value for others.", () => undefined),
	"evt.hostname": text("Name of the machine that raises the alert.", (event) => event.hostname),
};

function text(description: string, read: (event: FalcoEvent) => string | undefined): Field<FalcoEvent> {
	return { type: "CHARBUF", description, read: () => read };
}

/** A time compares as its text, and is a number of nanoseconds in an alert's fields. */
function time(description: string, format: (time: ReturnType<typeof formatTime>) => string): Field<FalcoEvent> {
	return {
		...text(description, (event) => format(formatTime(event.time))),
		json: (event) => formatTime(event.time).whole,
	};
}

/** Compares and prints as an unsigned number of 64 bits, and is a signed one in an alert's fields. */
function nanoseconds(
	type: "ABSTIME" | "RELTIME",
	description: string,
	read: (event: FalcoEvent) => bigint,
): Field<FalcoEvent> {
	return {
		type,
		description,
		read: () => (event) => BigInt.asUintN(64, read(event)),
		json: (event) => BigInt.asIntN(64, read(event)).toString(),
	};
}

function sinceFirst({ time, firstTime }: FalcoEvent): bigint {
	return time - firstTime;
}

function seconds(time: bigint): bigint {
	return BigInt.asUintN(64, time) / SECOND;
}

function fraction(time: bigint): bigint {
	return BigInt.asUintN(64, time) % SECOND;
}

function padded(value: FieldValue): string {
	return padNanoseconds(value as bigint);
}
