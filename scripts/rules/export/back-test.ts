import type { Alert } from "../../../src/falco/alert.ts";
import { createEngine } from "../../../src/falco/engine.ts";
import { compileRegex } from "../../../src/falco/filter/regex.ts";
import type { RuleSet } from "../../../src/falco/rule-set.ts";
import { messageOf } from "../../../src/message-of.ts";
import { OKTA_FIELDS, SCOPING } from "../../../src/okta/fields.ts";
import { text } from "../../../src/okta/log-event.ts";
import { type EventOrigin, eventSequence } from "../event-sequence.ts";
import { AlertTable } from "./alert-table.ts";
import type { EventFile } from "./file-events.ts";
import type { Input } from "./input.ts";
import { inFileOrder, inTimeOrder } from "./ordered-events.ts";

/** In which order events are evaluated: as the file has them, or as they happened. */
export type EventOrder = "file" | "time";

export interface BackTestSettings {
	readonly order: EventOrder;
	readonly origin: EventOrigin;
	readonly onAlert: (alert: Alert) => void;
	/** What is wrong with a line of the file; its other events go on. */
	readonly onProblem: (line: number, problem: string) => void;
	/** Whether a progress bar disturbs nothing while alerts are printed. */
	readonly bar: boolean;
}

/** What came of it. */
export interface BackTestResult {
	readonly events: number;
	/** Events that the file has more than once; told apart only in the order of time. */
	readonly repeated: number;
	/** Lines that are no event, or whose event could not be evaluated. */
	readonly problems: number;
	/** `published` of the earliest and of the latest event; empty when there is none. */
	readonly span: { readonly from: string; readonly to: string };
	readonly alerts: AlertTable;
}

/** Evaluates rules on a file of events. Memory does not grow with the file, but with what rules look back at. */
export async function backTest(
	input: Input,
	file: EventFile,
	ruleSet: RuleSet,
	{ order, origin, onAlert, onProblem, bar }: BackTestSettings,
): Promise<BackTestResult> {
	const result = { events: 0, repeated: 0, problems: 0, span: { from: "", to: "" }, alerts: new AlertTable() };
	const tell = (line: number, problem: string) => {
		result.problems++;
		onProblem(line, problem);
	};
	const events =
		order === "file"
			? inFileOrder(input, file, tell, bar)
			: inTimeOrder(input, file, tell, bar, () => void result.repeated++);
	const engine = createEngine(ruleSet, OKTA_FIELDS, { ...SCOPING, compileRegex });
	const ready = eventSequence(ruleSet, origin, { inOrder: order === "time" });
	for await (const { line, log } of events) {
		try {
			for (const alert of engine.evaluate(ready(log))) {
				result.alerts.add(alert);
				onAlert(alert);
			}
			result.events++;
			widen(result.span, text(log.published));
		} catch (error) {
			tell(line, messageOf(error));
		}
	}
	return result;
}

/** Okta writes all times alike, so that they sort as text. */
function widen(span: { from: string; to: string }, published: string): void {
	if (published === "") return;
	if (span.from === "" || published < span.from) span.from = published;
	if (published > span.to) span.to = published;
}
