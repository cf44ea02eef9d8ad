import type { Command } from "commander";
import type { AlertQuery } from "./admin-client.ts";

/** The options by which alerts are chosen. */
export function withSelection(command: Command): Command {
	return command
		.option(
			"--state <names>",
			"pending, held, dead, suppressed, resolved, delivered: some of these, with commas between them",
		)
		.option("--rule <name>", "of this rule")
		.option("--actor <login>", "about this actor: the login, or the id where there is none")
		.option(
			"--priority <name>",
			"at least that urgent: emergency, alert, critical, error, warning, notice, info, debug",
		)
		.option("--since <time>", "of events from then on, such as 2026-03-02 or 2026-03-02T09:15:30Z")
		.option("--until <time>", "of events before then");
}

/** What was chosen, without what was not said. */
export function selectionOf({ state, rule, actor, priority, since, until }: AlertQuery): AlertQuery {
	return Object.fromEntries(
		Object.entries({ state, rule, actor, priority, since, until }).filter(([, value]) => value !== undefined),
	);
}
