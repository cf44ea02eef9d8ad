import { authenticate } from "../okta/authenticate.ts";
import type { Config, Intake } from "./config.ts";
import { Refusal } from "./refusal.ts";

/**
 * Lets a request of Okta's in, by the secret in its header. Throws a `Refusal`: 503 when the settings do not tell which
 * deliveries to take, else 401, which looks the same whatever is wrong.
 */
export async function admit(request: Request, { intake, faults }: Config): Promise<Intake> {
	if (intake === undefined) {
		const reason = faults.map(({ name, fault }) => `${name} ${fault}`).join("; ");
		throw new Refusal(503, reason, "not configured: the log says what is missing");
	}
	const value = request.headers.get(intake.header);
	if (await authenticate(value, intake.secrets)) return intake;
	const reason =
		value === null ? `there is no ${intake.header} header` : `the ${intake.header} header has another secret`;
	throw new Refusal(401, reason, "unauthorized");
}
