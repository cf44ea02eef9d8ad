import type { FieldTable, FieldType, FieldValue } from "../../../src/falco/field.ts";

export type SampleEvent = Readonly<Record<string, FieldValue | undefined>>;

function field(type: FieldType, argument?: { kind: "index" | "key"; required: boolean }) {
	return (name: string): FieldTable<SampleEvent>[string] => ({
		type,
		description: `${name} of a sample event`,
		...(argument && { argument }),
		read: (given) => (event) => event[given === undefined ? name : `${name}[${given}]`],
	});
}

const KINDS = {
	"door.opened": field("BOOL"),
	"door.name": field("CHARBUF"),
	"door.names": field("CHARBUF", { kind: "index", required: false }),
	"door.owner": field("CHARBUF"),
	"door.Owner.id": field("CHARBUF"),
	"door.count": field("UINT64"),
	"door.count.last": field("UINT64", { kind: "index", required: true }),
	"door.value": field("CHARBUF", { kind: "key", required: true }),
	"evt.time": field("CHARBUF"),
	"evt.rawtime": field("ABSTIME"),
	"evt.reltime": field("RELTIME"),
};

/** One field of every kind that the language tells apart; an event holds its values by name, argument included. */
export const SAMPLE_FIELDS: FieldTable<SampleEvent> = Object.fromEntries(
	Object.entries(KINDS).map(([name, make]) => [name, make(name)]),
);
