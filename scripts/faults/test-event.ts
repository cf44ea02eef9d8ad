import { HOME, INES, JIRA, OFFICE, SLACK, STRANGER } from "../demo/cast.ts";
import { factorFails, isLockedOut, onUser, opens, pushDenied, signsOut } from "../demo/happenings.ts";
import { type Facts, type LogEvent, logEvent, oktaId, type Party } from "../demo/log-event.ts";
import { ATTEMPT_RULES, type AttemptKind } from "./attempts.ts";

/** The hook that delivers them. */
export const HOOK_ID = oktaId("who", "fault suite");

/** An event and the rules of rules.yaml that alert on it. */
export interface TestEvent {
	readonly event: LogEvent;
	/** Its uuid. */
	readonly id: string;
	readonly raises: readonly string[];
}

/** Makes an event of what happens to a user at some time (milliseconds); `seed` tells those alike apart. */
export type MakeEvent = (user: Party, seed: string, time: number) => TestEvent;

/** One alert, critical. */
export const locked: MakeEvent = (user, seed, time) =>
	testEvent(isLockedOut(user, STRANGER), seed, time, ["Account locked"]);

/** One alert, a warning. */
export const passwordReset: MakeEvent = (user, seed, time) =>
	testEvent(onUser("user.account.reset_password", INES, OFFICE, user), seed, time, ["Password reset"]);

/** Two alerts. */
export const factorsReset: MakeEvent = (user, seed, time) =>
	testEvent(onUser("user.mfa.factor.reset_all", INES, OFFICE, user), seed, time, [
		"Factors reset",
		"Factors reset by somebody",
	]);

/** No alert. */
export const opensSlack: MakeEvent = (user, seed, time) => testEvent(opens(user, HOME, SLACK), seed, time, []);
export const opensJira: MakeEvent = (user, seed, time) => testEvent(opens(user, HOME, JIRA), seed, time, []);
export const leaves: MakeEvent = (user, seed, time) => testEvent(signsOut(user, HOME), seed, time, []);

/** A counted attempt: one alert, which tells how many there were. A user makes one of a kind at a time. */
export function attemptOf(user: Party, kind: AttemptKind, time: number): TestEvent {
	const facts = kind === "failure" ? factorFails(user, HOME, "GOOGLE_TOKEN") : pushDenied(user, STRANGER);
	return testEvent(facts, `${user.id} ${kind}`, time, [ATTEMPT_RULES[kind]]);
}

/** An account, by a name that reaches beyond ASCII. */
export function makeUser(name: string): Party {
	const alternateId = `${name.replaceAll(" ", ".")}@example.com`;
	return { id: oktaId("00u", name), type: "User", alternateId, displayName: `Zoë “${name}” Müller` };
}

/** What an alert is told by: its event and its rule. */
export function alertKey(id: unknown, rule: string): string {
	return `${id} ${rule}`;
}

/** The alerts of an event. */
export function keysOf({ id, raises }: Pick<TestEvent, "id" | "raises">): string[] {
	return raises.map((rule) => alertKey(id, rule));
}

function testEvent(facts: Facts, seed: string, time: number, raises: readonly string[]): TestEvent {
	const identity = { published: new Date(time), seed: `${facts.type} ${seed}`, transaction: seed, hookId: HOOK_ID };
	const event = logEvent(facts, identity);
	return { event, id: event.uuid, raises };
}
