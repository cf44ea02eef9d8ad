import { messageOf } from "../message-of.ts";
import { configOf, objectName } from "./config.ts";
import { log } from "./log.ts";
import type { Refusal } from "./refusal.ts";

/** An isolate tells of one in so many milliseconds: whoever knocks without the secret is not to wake the object each time. */
const PAUSE = 60_000;

const noted = new WeakMap<object, number>();

/**
 * Has the org's object remember that a delivery was refused, for operators to see: Okta does not send it again. What is
 * refused with a 5xx comes again, and is not noted. Never throws: the delivery is refused all the same.
 */
export async function noteRefusal(env: Env, { status, message: reason }: Refusal, now: number): Promise<void> {
	if (status >= 500 || now - (noted.get(env) ?? 0) < PAUSE) return;
	noted.set(env, now);
	try {
		await env.OKTA_ORG.getByName(objectName(configOf(env))).noteRefusal(status, reason);
	} catch (error) {
		log("warn", "the org's object is not available", {
			reason: messageOf(error),
		});
	}
}
