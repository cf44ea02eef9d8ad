import { messageOf } from "../message-of.ts";
import type { OktaOrg } from "../org/okta-org.ts";
import { configOf, objectName } from "./config.ts";

/** How long the object may take, all tries together, in milliseconds: Okta waits three seconds for an answer. */
const PATIENCE = 2_200;

const PAUSE = 50;

/** What the platform says of a failed call (Durable Objects, error handling). */
interface CallError {
	/** Trying again may help. */
	readonly retryable?: boolean;
	/** Trying again makes it worse. */
	readonly overloaded?: boolean;
	/** The object was stopped while it worked: storage is as it was, or the call was done. */
	readonly durableObjectReset?: boolean;
}

export class Unavailable extends Error {
	override readonly name = "Unavailable";
}

/**
 * Calls an org's object, again if that may help, within the time that Okta waits. `call` may be run more than once. Throws
 * `Unavailable` when it comes to nothing: then it is not known whether the call was done, and doing it again is safe.
 */
export async function handOver<Result>(
	env: Env,
	call: (org: DurableObjectStub<OktaOrg>) => Promise<Result>,
): Promise<Result> {
	const name = objectName(configOf(env));
	const end = Date.now() + PATIENCE;
	for (let pause = PAUSE; ; pause *= 2) {
		try {
			// A stub that failed goes on failing, so each try has its own.
			return await within(end - Date.now(), call(env.OKTA_ORG.getByName(name)));
		} catch (error) {
			if (!isWorthAnotherTry(error) || Date.now() + pause >= end) throw unavailable(error);
			await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
		}
	}
}

function isWorthAnotherTry(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const { retryable, overloaded, durableObjectReset }: CallError = error as CallError;
	return (retryable === true || durableObjectReset === true) && overloaded !== true;
}

function unavailable(error: unknown): Unavailable {
	return new Unavailable(messageOf(error), { cause: error });
}

async function within<Result>(milliseconds: number, result: Promise<Result>): Promise<Result> {
	const { promise: timeout, reject } = Promise.withResolvers<never>();
	const timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE / 1000} s`)), milliseconds);
	try {
		return await Promise.race([result, timeout]);
	} finally {
		clearTimeout(timer);
	}
}
