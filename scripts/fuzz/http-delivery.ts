import { ORG_URL } from "../demo/cast.ts";

/** An event that a rule raises an alert for; the actor is named after it, so that the alert can be told from others. */
export function lockOf(uuid: string): object {
	return {
		uuid,
		eventType: "user.account.lock",
		published: "2026-03-02T09:15:30.123Z",
		severity: "WARN",
		actor: { id: "00u1", type: "User", alternateId: "ines@acme.example", displayName: uuid },
		client: { ipAddress: "198.51.100.23", userAgent: { rawUserAgent: "Mozilla/5.0" } },
		outcome: { result: "FAILURE", reason: "LOCKED_OUT" },
		target: null,
	};
}

/** A delivery of an event hook, as Okta sends it. */
export function eventHookOf(events: readonly object[]): object {
	return {
		eventType: "com.okta.event_hook",
		source: `${ORG_URL}/api/v1/eventHooks/who2b7n4kLq9XyZt15d7`,
		eventId: crypto.randomUUID(),
		data: { events },
		eventTime: "2026-03-02T09:15:38.412Z",
	};
}
