import type { Alert } from "../../demo/falcosidekick.ts";
import { type AttemptKind, countAt, WINDOWS } from "../attempts.ts";
import { attemptOf, keysOf, type TestEvent } from "../test-event.ts";
import { attemptsOf, type CountedUser } from "./events.ts";

/** A user's last attempt, made when all others have been taken: it tells what was counted. */
export interface Probe {
	readonly event: TestEvent;
	readonly counted: CountedUser;
}

export function makeProbes(users: readonly CountedUser[], at: number): Probe[] {
	return users.map((counted) => ({ event: attemptOf(counted.user, counted.attempts.kind, at), counted }));
}

/** Remembers the counts that alerts told. */
export class Counts {
	readonly #told = new Map<string, Alert["outputFields"]>();

	hear(key: string, { outputFields }: Alert): void {
		this.#told.set(key, outputFields);
	}

	/**
	 * What is wrong with the counts. As of a probe a window holds exactly what is known to lie in it. As of any other attempt
	 * it holds no more than that, as those that came later were not counted yet; and no less than the attempt itself.
	 */
	faults(users: readonly CountedUser[], probes: readonly Probe[], at: number): string[] {
		return [
			...probes.flatMap(({ event, counted }) => this.#compare(event, counted, at, (told, known) => told === known)),
			...users.flatMap((counted) =>
				attemptsOf(counted).flatMap((event) => {
					const time = Date.parse(event.event.published);
					return this.#compare(event, counted, time, (told, known) => told >= 1 && told <= known);
				}),
			),
		];
	}

	#compare(
		event: TestEvent,
		{ user, attempts }: CountedUser,
		at: number,
		fits: (told: number, known: number) => boolean,
	): string[] {
		const fields = this.#told.get(keysOf(event)[0] ?? "");
		if (fields === undefined) return [];
		return WINDOWS.flatMap((seconds) => {
			const told = Number(fields[fieldOf(attempts.kind, seconds)]);
			const known = countAt(attempts, at, seconds);
			if (fits(told, known)) return [];
			return [
				`${user.alternateId} has ${known} attempts of kind ${attempts.kind} in ${seconds} s, the alert says ${told}`,
			];
		});
	}
}

function fieldOf(kind: AttemptKind, seconds: number): string {
	return `okta.mfa.${kind}.countlast[${seconds}]`;
}
