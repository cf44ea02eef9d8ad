import { visible } from "../../terminal.ts";
import { explainedText } from "../explained-text.ts";
import type { RuleTest, TestFault, TestPlace } from "./read-rule-tests.ts";
import type { RuleTestResult } from "./run-rule-test.ts";
import type { Untested } from "./untested.ts";

/** What is wrong with how a test is written: place and reason. */
export function testFaultText({ place, message }: TestFault): string {
	return visible(`${where(place)}: ${message}`);
}

/** What came out otherwise than a test expects, a text each; the last has the condition on the event that shows it. */
export function resultText(
	{ place, rule, why, happenings }: RuleTest,
	{ faults, explained }: RuleTestResult,
	colour: boolean,
): string[] {
	const about = why === undefined ? rule : `${rule} (${why})`;
	const texts = faults.map((fault) => visible(`${where(place)}: ${about}: ${fault}`));
	if (explained === undefined) return texts;
	const which = happenings.length === 1 ? "the event" : `event ${explained.number} of ${happenings.length}`;
	const tree = explainedText(explained.explained, colour).trimEnd().replaceAll(/^/gm, "  ");
	return [...texts.slice(0, -1), `${texts.at(-1)}\n  on ${which}:\n${tree}`];
}

export function untestedText({ rule, lacks }: Untested): string {
	return visible(`${rule.place.file}: ${rule.name}: there is no test with ${lacks.join(", and none with ")}`);
}

function where({ file, line }: TestPlace): string {
	return `${file}:${line}`;
}
