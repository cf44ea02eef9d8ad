import { logEvent } from "../fixtures/log-event.ts";
import { receivedAlerts } from "../worker/system.ts";

const NINE = Date.UTC(2026, 2, 2, 9);

/** Events that alert, one for each second from nine o'clock on. */
export function locks(count: number, first = 0) {
	return Array.from({ length: count }, (_, at) => {
		const published = new Date(NINE + (first + at) * 1_000).toISOString();
		return logEvent({ uuid: `lock-${first + at}`, eventType: "user.account.lock", published });
	});
}

/** The seconds of those whose alerts came to Falcosidekick, in the order in which they came. */
export async function secondsReceived(): Promise<number[]> {
	return (await receivedAlerts()).map(({ time }) => (Date.parse(String(time)) - NINE) / 1_000);
}

/** Events of which the third in a row makes an alert, a more urgent one. */
export function mfaFailures(count: number) {
	return Array.from({ length: count }, (_, at) =>
		logEvent({
			uuid: `mfa-${at}`,
			published: `2026-03-02T10:00:0${at}Z`,
			eventType: "user.authentication.auth_via_mfa",
			outcome: { result: "FAILURE" },
		}),
	);
}
