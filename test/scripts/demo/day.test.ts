import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { DAY } from "../../../scripts/demo/day.ts";
import { logEvent } from "../../../scripts/demo/log-event.ts";
import { EVENT_TYPES } from "../../../src/okta/event-types.ts";

interface Rule {
	readonly rule?: string;
	readonly condition?: string;
	readonly enabled?: boolean;
}

/** The rules of a file of the shipped set. */
function rulesOf(file: string): Rule[] {
	const items: Rule[] = parse(readFileSync(join(RULES, file), "utf8"));
	return items.filter(({ rule }) => rule !== undefined);
}

const RULES = join(import.meta.dirname, "../../../rules");
const FILES: readonly string[] = parse(readFileSync(join(RULES, "falco.yaml"), "utf8")).rules_files;

/** Types of events that rules name in their condition. */
const typesIn = (condition = "") =>
	[...condition.matchAll(/okta\.evt\.type = "([^"]+)"/g)].map(([, type]) => type ?? "");
const isCarried = (type: string) => EVENT_TYPES.get(type)?.hookEligible === true;

test("an Event Hook can carry every event of the day", () => {
	const types = new Set<string>(DAY.flatMap(({ events }) => events.map(({ type }) => type)));
	expect([...types].filter((type) => !isCarried(type))).toEqual([]);
});

const raised = new Set(DAY.flatMap(({ raises = [] }) => raises));

test("every rule of Falco's own set that is on and that an Event Hook can feed alerts some time in the day", () => {
	const fed = rulesOf("okta_rules.yaml").filter(
		({ condition, enabled }) => enabled !== false && typesIn(condition).every(isCarried),
	);
	expect(fed.length).toBeGreaterThan(5);
	expect(fed.map(({ rule }) => rule).filter((rule) => !raised.has(rule ?? ""))).toEqual([]);
});

test("what the day is expected to raise is on in the shipped set", () => {
	const on = FILES.flatMap(rulesOf).filter(({ enabled }) => enabled !== false);
	const names = new Set(on.map(({ rule }) => rule));
	expect([...raised].filter((rule) => !names.has(rule))).toEqual([]);
});

test("most of the day is ordinary: most deliveries raise nothing", () => {
	expect(DAY.filter(({ raises }) => raises === undefined).length).toBeGreaterThan(DAY.length / 2);
});

test("the day has all that an Event Hook brings: several events at once, a repeat, a damaged event, one that is late", () => {
	expect(DAY.some(({ events }) => events.length > 1)).toBe(true);
	expect(DAY.filter(({ twice }) => twice)).toHaveLength(1);
	expect(DAY.filter(({ damaged }) => damaged !== undefined)).toHaveLength(1);
	expect(DAY.filter(({ at }, index) => at < (DAY[index - 1]?.at ?? ""))).toHaveLength(1);
});

test("people, domains and addresses are those kept for documentation", () => {
	const identity = { published: new Date("2026-01-15T10:00:00Z"), seed: "", transaction: "", hookId: "who" };
	const text = JSON.stringify(DAY.flatMap(({ events }) => events.map((facts) => logEvent(facts, identity))));
	const addresses = new Set(text.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b(?=")/g));
	expect([...addresses].filter((address) => !/^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address))).toEqual([]);
	const logins = new Set(text.match(/[\w.]+@[\w.]+/g));
	expect([...logins].filter((login) => !/@example\.com$|^system@okta\.com$/.test(login))).toEqual([]);
});
