import type { JsonObject, LogEvent } from "../../src/okta/log-event.ts";
import { logEvent } from "../fixtures/log-event.ts";

/** Falcosidekick's answer to what it takes for no valid alert (handlers.go). */
export const REFUSAL = { status: 400, body: "Please send a valid request body, got: 'x'\n" };

/** Things that happen at Okta, each raising one alert of the rule and priority that stand beside it. */
export const RULES = {
	token: { type: "system.api_token.create", rule: "Creating a new OKTA API token", priority: "Notice" },
	report: {
		type: "user.account.report_suspicious_activity_by_enduser",
		rule: "Okta User Reported Suspicious Activity",
		priority: "Critical",
	},
	policyRemoved: { type: "policy.rule.deactivate", rule: "Okta Policy or Rule Removed", priority: "Warning" },
} as const;

export type Happening = keyof typeof RULES;

let visits = 0;

/** Has names from now on be other people's, so that a test which is tried again meets nobody of the first time. */
export function meetOthers(): void {
	visits += 1;
}

/** How alerts name somebody. */
export function loginOf(name: string): string {
	return `${name}.${visits}@acme.example`;
}

/** Something that somebody of this name did just now; everybody has an account of their own. */
export function happens(what: Happening, name: string, changes: JsonObject = {}): LogEvent {
	return logEvent({
		uuid: crypto.randomUUID(),
		published: new Date().toISOString(),
		eventType: RULES[what].type,
		actor: { id: `00u-${name}-${visits}`, alternateId: loginOf(name), displayName: name },
		...changes,
	});
}
