import { checkCredentials } from "../okta/hook-credentials.ts";
import type { Config, Intake } from "./config.ts";
import { log } from "./log.ts";
import { Refusal } from "./refusal.ts";

/**
 * Lets a request of Okta's in, by the secret or token in its header. Throws a `Refusal`: 503 when the settings do not tell which
 * deliveries to take, else 401, which looks the same whatever is wrong.
 */
export async function admit(request: Request, { intake, faults }: Config): Promise<Intake> {
	if (intake === undefined) {
		const reason = faults.map(({ name, fault }) => `${name} ${fault}`).join("; ");
		throw new Refusal(503, reason, "not configured: the log says what is missing");
	}
	const checked = await checkCredentials(request, intake);
	if (!checked.ok) throw new Refusal(401, checked.reason, "unauthorized");
	if (checked.expires !== undefined) warnBeforeExpiry(checked.expires, Date.now());
	return intake;
}

/** How long before a token expires there are warnings, and how often an isolate gives one, in milliseconds. */
const NOTICE = 30 * 86_400_000;
const NOTICE_EVERY = 3_600_000;

let noticedAt = 0;

/** Once a token has expired, Okta's deliveries are refused, and Okta does not send them again. */
function warnBeforeExpiry(expires: number, now: number): void {
	if (expires - now > NOTICE || now - noticedAt < NOTICE_EVERY) return;
	noticedAt = now;
	log("warn", "the hook's token expires soon: make another with `npm run hook -- token`, and put it into Okta", {
		expires: new Date(expires).toISOString(),
	});
}
