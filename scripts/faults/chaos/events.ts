import type { Party } from "../../demo/log-event.ts";
import { type Attempts, makeAttempts } from "../attempts.ts";
import type { Random } from "../random.ts";
import {
	attemptOf,
	factorsReset,
	leaves,
	locked,
	type MakeEvent,
	makeUser,
	opensJira,
	opensSlack,
	passwordReset,
	type TestEvent,
} from "../test-event.ts";

/** An event and what must become of it. */
export interface ChaosEvent extends Omit<TestEvent, "event"> {
	/** As it is delivered. */
	readonly event: object;
	/** `damaged`: the Worker can only keep it. `poison`: Falcosidekick will take none of its alerts. */
	readonly fate?: "damaged" | "poison";
}

/** What is delivered, and whose attempts are counted. */
export interface Traffic {
	readonly events: readonly ChaosEvent[];
	readonly counted: readonly CountedUser[];
}

export interface CountedUser {
	readonly user: Party;
	readonly attempts: Attempts;
}

interface Kind {
	/** How many of 100 events. */
	readonly share: number;
	readonly make: readonly MakeEvent[];
	readonly fate?: ChaosEvent["fate"];
}

/** The kinds of events; those that are missing from 100 are attempts. */
const KINDS: Readonly<Record<string, Kind>> = {
	quiet: { share: 75, make: [opensSlack, opensJira, leaves] },
	locked: { share: 6, make: [locked] },
	factors: { share: 4, make: [factorsReset] },
	password: { share: 4, make: [passwordReset] },
	damaged: { share: 1, make: [locked], fate: "damaged" },
	poison: { share: 1, make: [locked], fate: "poison" },
};

/** Attempts that one user makes: fewer than the 200 that are remembered. */
const ATTEMPTS_EACH = 40;

const TWO_HOURS = 7_200_000;

/** So many events of the two hours before `end`, in no order. They make about a quarter as many alerts. */
export function makeTraffic(size: number, end: number, random: Random): Traffic {
	const events = Object.entries(KINDS).flatMap(([name, { share, make, fate }]) =>
		Array.from({ length: Math.round((size * share) / 100) }, (_, index) => {
			const user = makeUser(`somebody ${random.integer(1, 500)}`);
			const made = random.pick(make)(user, `${name} ${index}`, end - random.integer(1, TWO_HOURS));
			if (fate === "damaged") return damaged(made, random);
			return fate === undefined ? made : { ...made, fate };
		}),
	);
	const users = Math.ceil((size - events.length) / ATTEMPTS_EACH);
	const counted = Array.from({ length: users }, (_, index) => {
		const kind = index % 3 === 2 ? "deny" : "failure";
		return { user: makeUser(`counted ${index}`), attempts: makeAttempts(kind, ATTEMPTS_EACH, end, random) };
	});
	return { events: random.shuffle([...events, ...counted.flatMap(attemptsOf)]), counted };
}

/** The attempts of a user as events. */
export function attemptsOf({ user, attempts }: CountedUser): TestEvent[] {
	return attempts.times.map((time) => attemptOf(user, attempts.kind, time));
}

const DAMAGES = [{ uuid: null }, { uuid: "" }, { published: undefined }, { published: 5 }, { eventType: {} }];

/** What cannot be told from other events or placed in time; its message still tells which one it is. */
function damaged({ event, id }: TestEvent, random: Random): ChaosEvent {
	return {
		event: { ...event, ...random.pick(DAMAGES), displayMessage: `damaged ${id}` },
		id,
		raises: [],
		fate: "damaged",
	};
}
