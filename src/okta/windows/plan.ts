import type { FieldUse } from "../../falco/field-uses.ts";
import type { EventKind } from "../event-kind.ts";
import type { Activity } from "./activities.ts";
import { loadedArgument, type WindowKind } from "./argument.ts";
import type { DimensionName } from "./dimensions.ts";
import { likeGroup, trailGroup } from "./series-name.ts";

/** The fields that look back, each with the kind of argument it takes. */
export const WINDOW_FIELDS = {
	"okta.count": "count",
	"okta.distinct": "distinct",
	"okta.new": "distinct",
	"okta.recent": "recent",
} as const satisfies Record<string, WindowKind>;

/** The one that asks about events of another kind. They may come after the event that asks. */
export const SEQUENCE_FIELD = "okta.recent" satisfies WindowFieldName;

export type WindowFieldName = keyof typeof WINDOW_FIELDS;

export function isWindowField(name: string): name is WindowFieldName {
	return Object.hasOwn(WINDOW_FIELDS, name);
}

/** The fields about which a plan has to know what rules accept (`fieldUses`): they look at no other events. */
export const SCOPE = ["okta.evt.type", "okta.result"] as const;

/** A series that an event is entered into with those that are alike: same type, same result, same key. */
export interface Tally extends Count {
	/** Group of the series that have this key. */
	readonly group: string;
}

/** What rules ask of events that are alike. */
interface Count {
	readonly key: DimensionName;
	/** What of the events is counted apart. */
	readonly fields: readonly DimensionName[];
	/** The longest that a rule looks back. */
	readonly seconds: number;
}

/** A series that an activity's events are entered into, by their key. */
export interface Trail {
	/** Group of the series that it consists of. */
	readonly group: string;
	readonly activity: Activity;
	readonly key: DimensionName;
	readonly seconds: number;
}

/** A trail that an event asks about: that whose key is what the event has in `now`. */
export interface Inquiry {
	/** Group of the trail. */
	readonly group: string;
	readonly key: DimensionName;
	readonly now: DimensionName;
	readonly seconds: number;
}

/** What events of one kind are entered into. */
export interface Entries {
	/** Of each key there is one. */
	readonly tallies: readonly Tally[];
	/** Those that they may leave. */
	readonly trails: readonly Trail[];
}

/**
 * What has to be remembered for the fields that look back: no more than rules ask for, and of no other events than those
 * that these rules look at.
 */
export class WindowPlan {
	readonly #tallies = new Scoped<Count>();
	readonly #inquiries = new Scoped<Inquiry>();
	readonly #trails = new Map<string, Trail[]>();
	/** What `entries` has given. */
	readonly #known = new WeakMap<EventKind, Entries>();
	/** Whether no rule looks back. */
	readonly isEmpty: boolean;
	/** Whether any rule asks about earlier events of another kind (`okta.recent`). */
	readonly asks: boolean;

	/** `uses`: where rules read these fields. @throws Error for an argument that no loaded rule has */
	constructor(uses: readonly FieldUse[]) {
		const trails = new Map<string, Trail>();
		for (const use of uses) {
			if (isWindowField(use.name)) this.#add(WINDOW_FIELDS[use.name], use, trails);
		}
		for (const trail of trails.values()) {
			for (const type of trail.activity.types) this.#trails.set(type, [...(this.#trails.get(type) ?? []), trail]);
		}
		this.isEmpty = !uses.some(({ name }) => isWindowField(name));
		this.asks = trails.size > 0;
	}

	#add(kind: WindowKind, { argument = "", accepted }: FieldUse, trails: Map<string, Trail>): void {
		const [types, results] = accepted;
		if (kind === "recent") {
			const { name, activity, key, now, seconds } = loadedArgument("recent", argument);
			const group = trailGroup(name, key);
			this.#inquiries.add({ group, key, now, seconds }, types, results);
			const known = trails.get(group)?.seconds ?? 0;
			trails.set(group, { group, activity, key, seconds: Math.max(known, seconds) });
			return;
		}
		const asked = kind === "count" ? { ...loadedArgument("count", argument), fields: [] } : distinct(argument);
		this.#tallies.add(asked, types, results);
	}

	/** What an event of that kind is entered into. */
	entries(kind: EventKind): Entries {
		const known = this.#known.get(kind);
		if (known !== undefined) return known;
		const made = { tallies: this.#talliesOf(kind), trails: this.#trails.get(kind.type) ?? [] };
		this.#known.set(kind, made);
		return made;
	}

	#talliesOf(kind: EventKind): readonly Tally[] {
		const byKey = new Map<DimensionName, Count>();
		for (const { key, fields, seconds } of this.#tallies.of(kind)) {
			const known = byKey.get(key) ?? { key, fields: [], seconds: 0 };
			const all = [...new Set([...known.fields, ...fields])].sort();
			byKey.set(key, { key, fields: all, seconds: Math.max(known.seconds, seconds) });
		}
		return [...byKey.values()].map((count) => ({ ...count, group: likeGroup(kind.type, kind.result, count.key) }));
	}

	/** What an event of that kind asks about. */
	inquiries(kind: EventKind): readonly Inquiry[] {
		return this.#inquiries.of(kind);
	}
}

function distinct(argument: string): Count {
	const { key, field, seconds } = loadedArgument("distinct", argument);
	return { key, fields: [field], seconds };
}

interface Concern<Thing> {
	readonly thing: Thing;
	/** Undefined for any. */
	readonly results: readonly string[] | undefined;
}

/** Things that concern events of some types and results, or of any. */
class Scoped<Thing> {
	readonly #byType = new Map<string, Concern<Thing>[]>();
	readonly #ofAnyType: Concern<Thing>[] = [];

	add(thing: Thing, types: readonly string[] | undefined, results: readonly string[] | undefined): void {
		if (types === undefined) this.#ofAnyType.push({ thing, results });
		for (const type of types ?? []) {
			const known = this.#byType.get(type);
			if (known === undefined) this.#byType.set(type, [{ thing, results }]);
			else known.push({ thing, results });
		}
	}

	of({ type, result }: EventKind): readonly Thing[] {
		const ofType = this.#byType.get(type);
		const found: Thing[] = [];
		if (ofType === undefined && this.#ofAnyType.length === 0) return found;
		for (const list of [ofType, this.#ofAnyType]) {
			for (const { thing, results } of list ?? []) {
				if (results === undefined || results.includes(result)) found.push(thing);
			}
		}
		return found;
	}
}
