import { withoutDeepEvents } from "../okta/deep-events.ts";
import type { EventHook } from "../okta/event-hook.ts";
import type { Receipt } from "../org/receive.ts";
import { handOver, Unavailable } from "./hand-over.ts";

/** Names of what is thrown of a value that nests too deep to be handed on, at the one end or at the other. */
const TOO_DEEP: readonly string[] = ["RangeError", "DataCloneError"];

/** Has the org's object take a delivery in. One event that cannot be handed over takes no other down. Throws `Unavailable`. */
export async function handOverHook(env: Env, hook: EventHook): Promise<Receipt> {
	try {
		return await handOver(env, (org) => org.receive(hook));
	} catch (error) {
		const possible = isTooDeep(error) ? withoutDeepEvents(hook) : hook;
		if (possible === hook) throw error;
		return await handOver(env, (org) => org.receive(possible));
	}
}

/** An object that gave no answer may have taken everything in; that it could not be asked at all is another matter. */
function isTooDeep(error: unknown): boolean {
	const cause = error instanceof Unavailable ? error.cause : undefined;
	return cause instanceof Error && TOO_DEEP.includes(cause.name);
}
