import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { RulesFile } from "../../../src/falco/rules/context.ts";
import { issuesOf } from "../../../src/okta/accept-log-events.ts";

/** One test of one rule: what happens, and how many alerts the rule makes of it. */
export interface RuleTest {
	readonly place: TestPlace;
	readonly rule: string;
	/** What the test is about, where that needs saying. */
	readonly why?: string;
	/** Lists that have these items instead of their own, by name. */
	readonly lists: Readonly<Record<string, readonly string[]>>;
	/** What happens, in the order in which it arrives. */
	readonly happenings: readonly Happening[];
	/** How many alerts the rule makes of all that; 0 for a near miss. */
	readonly alerts: number;
	/** Texts that the output of every alert has in it. */
	readonly output: readonly string[];
	/** Texts that the output of no alert has in it. */
	readonly outputWithout: readonly string[];
}

/** An event as a test gives it. */
export interface Happening {
	/** Name or path of a reference event, or the event itself. */
	readonly event: string | Readonly<Record<string, unknown>>;
	/** New values by path: `outcome.result`, `target.0.displayName`. */
	readonly with: Readonly<Record<string, unknown>>;
	/** Paths of what is taken away. */
	readonly without: readonly string[];
	/** Seconds after the first event of the test. */
	readonly at: number;
}

/** Where something stands, lines counted from 1. */
export interface TestPlace {
	readonly file: string;
	readonly line: number;
}

/** Something wrong with a file of tests. */
export interface TestFault {
	readonly place: TestPlace;
	readonly message: string;
}

const TEXTS = z.union([z.string(), z.array(z.string())]).transform((texts) => [texts].flat());
const SECONDS = z.number().min(-315_360_000).max(315_360_000);
const EVENT = z.union(
	[z.string().min(1), z.record(z.string(), z.unknown())],
	"expected the name of an event, or an event",
);
const CHANGES = { with: z.record(z.string(), z.unknown()).default({}), without: TEXTS.default([]) };
/** A moment, several, or one every so many seconds. */
const AT = z
	.union(
		[
			SECONDS.transform((seconds) => [seconds]),
			z.array(SECONDS).min(1),
			z
				.strictObject({ every: SECONDS, times: z.int().min(1).max(10_000), from: SECONDS.default(0) })
				.transform(({ every, times, from }) => Array.from({ length: times }, (_, at) => from + at * every)),
		],
		"expected seconds: a number, a list of numbers, or { every, times, from }",
	)
	.optional();
const TEST = z
	.strictObject({
		rule: z.string(),
		why: z.string().optional(),
		lists: z.record(z.string(), z.array(z.string())).default({}),
		event: EVENT.optional(),
		...CHANGES,
		at: AT,
		sequence: z
			.array(z.strictObject({ event: EVENT, ...CHANGES, at: AT }))
			.min(1)
			.optional(),
		unless: z.array(z.record(z.string(), z.unknown())).default([]),
		alerts: z.int("expected a whole number").min(0, "expected 0 or more"),
		output: TEXTS.default([]),
		output_without: TEXTS.default([]),
	})
	.refine(({ event, sequence }) => (event === undefined) !== (sequence === undefined), {
		error: "expected either event or sequence",
	});

/** The tests in a YAML file, and everything that is wrong with it. Never throws. */
export function readRuleTests({ name, text }: RulesFile): { tests: RuleTest[]; faults: TestFault[] } {
	const lineCounter = new LineCounter();
	const document = parseDocument(text, { lineCounter });
	const placeAt = (offset: number) => ({ file: name, line: lineCounter.linePos(offset).line });
	const faults: TestFault[] = document.errors.map(({ pos, message }) => {
		return { place: placeAt(pos[0]), message: message.replace(/ at line \d[\s\S]*/, "") };
	});
	if (faults.length > 0) return { tests: [], faults };
	const tests: RuleTest[] = [];
	const values = toValues(document);
	if (values === undefined) return { tests, faults: [{ place: placeAt(0), message: "expected a list of tests" }] };
	for (const [index, value] of values.entries()) {
		const node = document.getIn([index], true);
		const place = placeAt(isNode(node) ? (node.range?.[0] ?? 0) : 0);
		const checked = TEST.safeParse(value);
		if (checked.success) tests.push(...toRuleTests(checked.data, place));
		else faults.push({ place, message: issuesOf(checked.error, "") });
	}
	return { tests, faults };
}

/** What the document holds; undefined when that is no list, or when its aliases would fill the memory. */
function toValues(document: Document): unknown[] | undefined {
	try {
		const value: unknown = document.toJS();
		return Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** A test, and for each of its `unless` the same with these changes too, and without an alert. */
function toRuleTests(test: z.infer<typeof TEST>, place: TestPlace): RuleTest[] {
	const { rule, why, lists, sequence, alerts, output, output_without: outputWithout, unless } = test;
	const steps = sequence ?? [{ ...test, event: test.event ?? {} }];
	const happenings = steps.flatMap(({ event, with: changes, without, at }, index) =>
		(at ?? [index]).map((seconds) => ({ event, with: changes, without, at: seconds })),
	);
	const outputs = { output, outputWithout };
	return [
		{ place, rule, ...(why !== undefined && { why }), lists, happenings, alerts, ...outputs },
		...unless.map((changes) => ({
			place,
			rule,
			why: `unless ${JSON.stringify(changes)}`,
			lists,
			happenings: happenings.map((happening) => ({ ...happening, with: { ...happening.with, ...changes } })),
			alerts: 0,
			...outputs,
		})),
	];
}
