import { OktaApiError } from "../../src/okta/api/okta-api-error.ts";
import { type ChallengeResult, challenge } from "./challenge.ts";
import { tell } from "./command.ts";
import type { EventHook, EventHooks } from "./event-hooks.ts";
import { label } from "./own-hooks.ts";
import type { SentHeaders } from "./sent-headers.ts";

/** Has a hook deliver: active and verified. @throws Error that says why Okta could not verify it */
export async function bringUp(hooks: EventHooks, hook: EventHook, sent: SentHeaders | undefined): Promise<EventHook> {
	const active = hook.status === "ACTIVE" ? hook : await hooks.activate(hook.id);
	return active.verificationStatus === "VERIFIED" ? active : verify(hooks, active, sent);
}

/** Has Okta verify a hook. Where that fails, and it is known what the hook sends, the address is asked as Okta asks it. */
export async function verify(hooks: EventHooks, hook: EventHook, sent: SentHeaders | undefined): Promise<EventHook> {
	try {
		const verified = await hooks.verify(hook.id);
		if (verified.verificationStatus === "VERIFIED") {
			tell(`${label(hook)}: verified`);
			return verified;
		}
		throw new Error(`Okta left ${label(hook)} ${verified.verificationStatus}.`);
	} catch (error) {
		if (!(error instanceof OktaApiError) || error.status !== 400) throw error;
		const url = URL.parse(hook.channel.config.uri);
		const here = sent === undefined || url === null ? undefined : await challenge(url, sent);
		throw new Error(`Okta could not verify ${label(hook)}. ${error.message}. ${hintFrom(here)}`);
	}
}

function hintFrom(here: ChallengeResult | undefined): string {
	if (here === undefined) return "The Worker's log says what came to it: npx wrangler tail";
	if (here.kind === "taken") {
		return "From here the Worker answers as it should: does something keep Okta's requests from it, a firewall or an allow-list?";
	}
	return `From here, the Worker: ${here.reason}`;
}

/** Makes sure that the Worker takes what Okta is to send, before Okta is told. @throws Error that says why it does not */
export async function checkWorker(url: URL, sent: SentHeaders): Promise<void> {
	const result = await challenge(url, sent);
	if (result.kind === "taken") return;
	throw new Error(
		`The Worker at ${url.href} would not be verified: ${result.reason}. Nothing was changed in Okta. ` +
			"(--no-check leaves this out, where the Worker cannot be reached from here.)",
	);
}
