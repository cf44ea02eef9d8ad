import { withoutDeepEvents } from "../okta/deep-events.ts";
import type { EventHook } from "../okta/event-hook.ts";
import type { Receipt } from "../org/receive.ts";
import { handOver } from "./hand-over.ts";

/** Has the org's object take a delivery in. One event that cannot be handed over takes no other down. Throws `Unavailable`. */
export async function handOverHook(env: Env, hook: EventHook): Promise<Receipt> {
	try {
		return await handOver(env, (org) => org.receive(hook));
	} catch (error) {
		const possible = withoutDeepEvents(hook);
		if (possible === hook) throw error;
		return await handOver(env, (org) => org.receive(possible));
	}
}
