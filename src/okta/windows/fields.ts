import type { Field, FieldArgument } from "../../falco/field.ts";
import type { OktaEvent } from "../event.ts";
import { FORMS, readArgument, type WindowArguments, type WindowKind } from "./argument.ts";
import type { WindowFieldName } from "./plan.ts";
import { trailGroup } from "./series-name.ts";
import { WINDOW_LIMITS } from "./windows.ts";

/** As many events as are kept of a series, and the present one. */
const LARGEST = BigInt(WINDOW_LIMITS.members + 1);

/** Fields that look back at other events. Falco has none like them: a rule that uses one loads here only. */
export const WINDOW_FIELD_TABLE: Readonly<Record<WindowFieldName, Field<OktaEvent>>> = {
	"okta.count": {
		type: "UINT64",
		description: "Events like this one (type, result, KEY) in the last SECONDS, it included: `okta.count[ip,300]`.",
		argument: argument("count"),
		largest: LARGEST,
		costly: true,
		read: reading(
			"count",
			({ key, seconds }) =>
				({ windows }) =>
					toUint64(windows?.count(key, seconds)),
		),
	},
	"okta.distinct": {
		type: "UINT64",
		description: "How many different FIELDs these events have: `okta.distinct[ip,actor,300]`.",
		argument: argument("distinct"),
		largest: LARGEST,
		costly: true,
		read: reading("distinct", ({ key, field, seconds }) => ({ windows }) => {
			return toUint64(windows?.variety(key, field, seconds)?.after);
		}),
	},
	"okta.new": {
		type: "BOOL",
		description: "Whether this event raised okta.distinct, its FIELD being new: `okta.new[actor,country,604800]`.",
		argument: argument("distinct"),
		costly: true,
		read: reading("distinct", ({ key, field, seconds }) => ({ windows }) => {
			const variety = windows?.variety(key, field, seconds);
			return variety && variety.after > variety.before;
		}),
	},
	"okta.recent": {
		type: "UINT64",
		description:
			"Earlier events of an ACTIVITY with the same KEY, in the last SECONDS: `okta.recent[mfa_deny,user,600]`.",
		argument: argument("recent"),
		largest: LARGEST,
		costly: true,
		read: reading("recent", ({ name, key, now, seconds }) => {
			const trail = trailGroup(name, key);
			return ({ windows }) => toUint64(windows?.recent(trail, now, seconds));
		}),
	},
};

function argument(kind: WindowKind): FieldArgument {
	return {
		kind: "key",
		required: true,
		form: FORMS[kind],
		fault: (text) => {
			const read = readArgument(kind, text);
			return "fault" in read ? read.fault : undefined;
		},
	};
}

/** Reads the argument once. One that is wrong, which no loaded rule has, gives no value. */
function reading<Kind extends WindowKind, Value>(
	kind: Kind,
	prepare: (asked: WindowArguments[Kind]) => (event: OktaEvent) => Value | undefined,
) {
	return (text = ""): ((event: OktaEvent) => Value | undefined) => {
		const read = readArgument(kind, text);
		return "fault" in read ? () => undefined : prepare(read);
	};
}

function toUint64(count: number | undefined): bigint | undefined {
	return count === undefined ? undefined : BigInt(count);
}
