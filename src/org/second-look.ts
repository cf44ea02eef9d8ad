import type { OktaEvent } from "../okta/event.ts";
import { type JsonObject, jsonText, text } from "../okta/log-event.ts";
import { publishedTime } from "../okta/published.ts";
import type { WindowPlan } from "../okta/windows/plan.ts";
import { trailsAskedAbout, trailsLeft } from "../okta/windows/trails.ts";
import { DayTables } from "./day-tables.ts";
import { TEXT_MAX } from "./text-max.ts";

/** An event that was evaluated before something came that happened before it. */
export interface Asked {
	readonly uuid: string;
	/** The hook that delivered it. */
	readonly source: string;
	/** The event's JSON. */
	readonly json: string;
	/** Names of the rules that alerted. */
	readonly alerted: readonly string[];
}

/** An event that is kept: by what it asked about, and when it happened, in milliseconds. */
type Place = { readonly trail: string; readonly at: number; readonly uuid: string };

/** When events have to have happened for one that has come to count for them, if they asked about this trail. */
interface Span {
	readonly log: JsonObject;
	readonly trail: string;
	readonly subject: string;
	/** In milliseconds, both included. */
	readonly from: number;
	readonly to: number;
}

/** An event that is kept, and the trail on which it may have asked about one that has come. */
interface Candidate {
	readonly place: Place;
	readonly trail: string;
}

/** An event that has come, with others or alone. */
interface Came {
	readonly spans: readonly Span[];
	/** Those that may have asked about it, and about none behind it. */
	readonly candidates: Candidate[];
}

/** Days for which an event can be looked at again; today counts as one. */
const DAYS_KEPT = 3;

/**
 * Events that asked about earlier ones (`okta.recent`). Okta delivers in any order, and what hooks do not carry comes
 * minutes later from the System Log: then the answer was too small, and the event must be looked at again.
 *
 * Only events that a rule with such a question looks at are kept: one row written for each user or the like that it asked
 * about.
 */
export class SecondLook {
	readonly #sql: SqlStorage;
	readonly #plan: WindowPlan;
	readonly #days: DayTables;
	#came: ReadonlyMap<JsonObject, Came> = new Map();
	/** Those of them that asked something, by the subject. */
	#asking = new Map<string, Place[]>();

	constructor(sql: SqlStorage, plan: WindowPlan) {
		this.#sql = sql;
		this.#plan = plan;
		// A trail is kept by its subject, which is the same for all trails of a user.
		const columns = `
			trail TEXT NOT NULL,
			at INTEGER NOT NULL,
			uuid TEXT NOT NULL,
			source TEXT NOT NULL,
			alerted TEXT NOT NULL,
			json TEXT NOT NULL,
			PRIMARY KEY (trail, at, uuid)`;
		this.#days = new DayTables(sql, "asked", columns);
	}

	/** Readies the day's table, before the transaction in which `keep` is called. */
	open(now: number): void {
		if (this.#plan.asks) this.#days.open(now);
	}

	/**
	 * Readies for events that come together, in the order in which they are taken in. An event that several of them change
	 * is looked at once, when the last of these has been entered: of many events each would else be looked at for each of
	 * many others.
	 */
	expect(logs: readonly JsonObject[], org: string): void {
		this.#asking = new Map();
		if (!this.#plan.asks) return;
		const came = new Map(logs.map((log) => [log, { spans: this.#spansOf(log, org), candidates: [] as Candidate[] }]));
		const spans = [...came.values()].flatMap((each) => each.spans);
		for (const alike of Map.groupBy(spans, ({ trail }) => trail).values()) {
			for (const candidate of this.#keptWithin(alike)) {
				const { at } = candidate.place;
				const last = alike.findLast(({ from, to }) => from <= at && at <= to);
				if (last !== undefined) came.get(last.log)?.candidates.push(candidate);
			}
		}
		this.#came = came;
	}

	/** Keeps an event that has come, if it asked anything. `alerted`: names of the rules that alerted. */
	keep(event: OktaEvent, source: string, alerted: readonly string[], now: number): void {
		for (const place of this.#write(event, source, alerted, now)) {
			const others = this.#asking.get(place.trail);
			if (others === undefined) this.#asking.set(place.trail, [place]);
			else others.push(place);
		}
	}

	/** Keeps one again that was looked at again, since rules alerted. */
	keepAgain(event: OktaEvent, source: string, alerted: readonly string[], now: number): void {
		this.#write(event, source, alerted, now);
	}

	/**
	 * The events that asked about what this one is, and that happened so soon after it that it counts for them. One that
	 * asked about an event behind it as well, of those that were expected together, is left for that.
	 */
	changedBy({ log, org }: OktaEvent): Asked[] {
		const changed = new Map<string, Asked>();
		const { spans = [], candidates = [] } = this.#came.get(log) ?? {};
		for (const { place, trail } of [...candidates, ...this.#askingWithin(spans)]) {
			if (place.uuid === log.uuid || changed.has(place.uuid)) continue;
			const asked = this.#read(place);
			if (asked !== undefined && this.#asksAbout(trail, asked.json, org)) changed.set(place.uuid, asked);
		}
		return [...changed.values()];
	}

	/** Forgets what is older than some days. */
	prune(now: number): void {
		this.#days.keep(DAYS_KEPT, now);
	}

	#asksAbout(trail: string, json: string, org: string): boolean {
		return trailsAskedAbout(JSON.parse(json), org, this.#plan).some((asked) => asked.trail === trail);
	}

	#spansOf(log: JsonObject, org: string): Span[] {
		const trails = trailsLeft(log, org, this.#plan);
		if (trails.length === 0) return [];
		const at = milliseconds(publishedTime(text(log.published)));
		return trails.map(({ trail, subject, seconds }) => ({
			log,
			trail,
			subject,
			from: at - 1,
			to: at + seconds * 1_000,
		}));
	}

	/** Writes an event's rows, and gives their keys. */
	#write({ log, time, org }: OktaEvent, source: string, alerted: readonly string[], now: number): Place[] {
		const subjects = new Set(trailsAskedAbout(log, org, this.#plan).map(({ subject }) => subject));
		const json = subjects.size > 0 ? jsonText(log) : "";
		if (subjects.size === 0 || json.length > TEXT_MAX) return [];
		const today = this.#days.open(now);
		const [at, uuid, names] = [milliseconds(time), text(log.uuid), JSON.stringify(alerted)];
		return [...subjects].map((trail) => {
			this.#sql.exec(`INSERT OR REPLACE INTO ${today} VALUES (?, ?, ?, ?, ?, ?)`, trail, at, uuid, source, names, json);
			return { trail, at, uuid };
		});
	}

	/** What is kept by a trail, within any of some spans of it. */
	*#keptWithin(spans: readonly Span[]): Generator<Candidate> {
		for (const { trail, subject, from, to } of merged(spans)) {
			// What was kept by the name of a trail is from before it was kept by subject.
			for (const key of [subject, trail]) {
				for (const place of this.#placesOf(key, from, to)) yield { place, trail };
			}
		}
	}

	#placesOf(key: string, from: number, to: number): Place[] {
		return this.#days.groups.flatMap((tables) => {
			const each = tables.map((day) => `SELECT trail, at, uuid FROM ${day} WHERE trail = ?1 AND at BETWEEN ?2 AND ?3`);
			return this.#sql.exec<Place>(each.join(" UNION "), key, from, to).toArray();
		});
	}

	#askingWithin(spans: readonly Span[]): Candidate[] {
		return spans.flatMap(({ trail, subject, from, to }) =>
			(this.#asking.get(subject) ?? []).filter(({ at }) => from <= at && at <= to).map((place) => ({ place, trail })),
		);
	}

	/** An event as it was kept last. */
	#read({ trail, at, uuid }: Place): Asked | undefined {
		for (const day of this.#days.groups.flat()) {
			const query = `SELECT source, json, alerted FROM ${day} WHERE trail = ? AND at = ? AND uuid = ?`;
			const [row] = this.#sql.exec<{ source: string; json: string; alerted: string }>(query, trail, at, uuid);
			if (row !== undefined) return { uuid, ...row, alerted: JSON.parse(row.alerted) };
		}
		return undefined;
	}
}

/** Spans of one trail, as few as tell the same. */
function merged(spans: readonly Span[]): Span[] {
	const all: Span[] = [];
	for (const span of [...spans].sort((one, other) => one.from - other.from)) {
		const last = all.at(-1);
		if (last === undefined || span.from > last.to) all.push(span);
		else if (span.to > last.to) all[all.length - 1] = { ...last, to: span.to };
	}
	return all;
}

function milliseconds(nanoseconds: bigint): number {
	return Number(nanoseconds / 1_000_000n);
}
