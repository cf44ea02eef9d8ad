import type { EventHook } from "../okta/event-hook.ts";
import { type JsonObject, lax, text } from "../okta/log-event.ts";
import type { HookFigures } from "./overview.ts";
import { weekdayTime } from "./weekday-time.ts";

/** What is known of the hooks from what they brought. Times are milliseconds. */
interface Known {
	/** The last day on which each hook delivered, by its id. */
	readonly hooks: ReadonlyMap<string, number>;
	/** The last day on which each event type was delivered. */
	readonly types: ReadonlyMap<string, number>;
	/** The longest pause between deliveries that ended in each of the last weeks. */
	readonly pauses: ReadonlyMap<number, number>;
	/** Events since the last delivery that a hook should have brought and did not. */
	readonly lostInARow: number;
	/** When the last event happened that hooks used to bring and that the System Log brought. */
	readonly unbrought: number;
}

const NOTHING: Known = { hooks: new Map(), types: new Map(), pauses: new Map(), lostInARow: 0, unbrought: 0 };

const KEY = "hooks";

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** Hooks and types that did not come for so many days are forgotten: somebody has pointed the hook elsewhere. */
const DAYS_KEPT = 30;

/** An org may have 25 hooks, and Okta has some 300 types that hooks carry. */
const NAMES_MAX = 1_000;

/** A pause counts for so many weeks. */
const WEEKS_KEPT = 4;

/** Pauses that are shorter, in milliseconds, are none to learn from; longer ones count as no longer than a week's work. */
const PAUSE_MIN = 45 * 60_000;
const PAUSE_MAX = 5 * DAY;

/** What the hooks have brought and how often, learnt from their deliveries: what to expect of them, and when to wonder. */
export class HookHistory {
	readonly #storage: DurableObjectStorage;
	#known: Known;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
		this.#known = { ...NOTHING, ...storage.kv.get<Partial<Known>>(KEY) };
	}

	/** The hooks that delivered within the last month, the latest first. */
	hooks(now: number): HookFigures[] {
		const oldest = Math.floor(now / DAY) - DAYS_KEPT;
		const days = [...this.#known.hooks].filter(([, day]) => day > oldest).sort(([, one], [, other]) => other - one);
		return days.map(([id, day]) => ({ id, lastDay: day * DAY }));
	}

	get lostInARow(): number {
		return this.#known.lostInARow;
	}

	get unbrought(): number {
		return this.#known.unbrought;
	}

	/** The longest pause between deliveries in the last four weeks, in milliseconds of Mondays to Fridays. */
	longestPause(now: number): number {
		const week = Math.floor(now / WEEK);
		const recent = [...this.#known.pauses].filter(([at]) => at > week - WEEKS_KEPT);
		return Math.max(0, ...recent.map(([, pause]) => pause));
	}

	/** Learns from a delivery, in the turn that stores it. `before`: when the one before came; 0 for the first. */
	learn({ source, events }: EventHook, before: number, now: number): void {
		const known = this.#known;
		const id = idIn(source);
		this.#put({
			...known,
			hooks: id === undefined ? known.hooks : withDay(known.hooks, [id], now),
			types: withDay(
				known.types,
				events.map(({ eventType }) => eventType),
				now,
			),
			pauses: before === 0 ? known.pauses : withPause(known.pauses, weekdayTime(before, now), now),
			lostInARow: 0,
		});
	}

	/** Counts events, by when they happened, that hooks should have brought since the last delivery. */
	lose(published: readonly number[], lastDelivery: number): void {
		const lost = published.filter((at) => at > lastDelivery).length;
		this.#put({ ...this.#known, lostInARow: this.#known.lostInARow + lost });
	}

	/** Notes events, by when they happened, of types that hooks used to bring. */
	miss(published: readonly number[]): void {
		this.#put({ ...this.#known, unbrought: Math.max(this.#known.unbrought, ...published) });
	}

	/** Whether one of the hooks that deliver here was to bring the event. That it was to does not mean that it did. */
	isAddressed(event: JsonObject): boolean {
		const ids = text(lax(event).debugContext?.debugData?.targetEventHookIds);
		return ids !== "" && ids.split(",").some((id) => this.#known.hooks.has(id.trim()));
	}

	/** Whether hooks have brought events of that type of late. */
	brings(eventType: string): boolean {
		return this.#known.types.has(eventType);
	}

	/** Nearly every delivery tells nothing new, and costs nothing then. */
	#put(known: Known): void {
		const before = this.#known;
		this.#known = known;
		const isNew = (Object.keys(known) as (keyof Known)[]).some((name) => known[name] !== before[name]);
		if (isNew) this.#storage.kv.put(KEY, known);
	}
}

/** The hook's id in `https://{org}/api/v1/eventHooks/{id}`. */
function idIn(source: string): string | undefined {
	return /\/eventHooks\/([\w-]+)$/.exec(source)?.[1];
}

/** The same map where it has all names with this day. */
function withDay(known: Known["types"], names: readonly string[], now: number): Known["types"] {
	const today = Math.floor(now / DAY);
	if (names.every((name) => known.get(name) === today)) return known;
	const later = new Map([...known].filter(([, day]) => day > today - DAYS_KEPT));
	for (const name of names) if (later.has(name) || later.size < NAMES_MAX) later.set(name, today);
	return later;
}

/** The same map where the pause is not the week's longest. */
function withPause(known: Known["pauses"], pause: number, now: number): Known["pauses"] {
	const week = Math.floor(now / WEEK);
	const counted = Math.min(pause, PAUSE_MAX);
	if (counted < PAUSE_MIN || counted <= (known.get(week) ?? 0)) return known;
	return new Map([...known].filter(([at]) => at > week - WEEKS_KEPT)).set(week, counted);
}
