import type { EventHook } from "../../../scripts/hook/event-hooks.ts";

export const HOOK_URL = new URL("https://okta-falco.example.com/okta/events");

interface HookChanges
	extends Partial<Pick<EventHook, "id" | "name" | "status" | "verificationStatus" | "description">> {
	readonly types?: string[];
	readonly filter?: EventHook["events"]["filter"];
	readonly uri?: string;
	readonly header?: string;
	readonly headers?: { key: string; value?: string }[];
}

/** A hook of the Worker as Okta shows it, that delivers. */
export function eventHook({
	types = ["user.session.start"],
	filter = null,
	uri = HOOK_URL.href,
	header = "Authorization",
	headers = [],
	...changes
}: HookChanges = {}): EventHook {
	return {
		id: "who1",
		name: "okta-falco",
		description: null,
		status: "ACTIVE",
		verificationStatus: "VERIFIED",
		events: { items: types, filter },
		channel: { config: { uri, headers, authScheme: { key: header } } },
		...changes,
	};
}
