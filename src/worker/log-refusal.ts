import { clientOf, hearingOf, WINDOW } from "./hearing.ts";
import { log } from "./log.ts";
import type { Refusal } from "./refusal.ts";

/** What strangers are told. They may ask as often as they like; the log is for what its readers can do something about. */
const FOR_STRANGERS: readonly number[] = [401, 404];

/** Writes why a request was refused, as long as `client` is not too often the reason. */
export async function logRefusal(
	{ status, message: reason }: Refusal,
	request: Request,
	env: object,
	client: string = clientOf(request),
): Promise<void> {
	const hearing = FOR_STRANGERS.includes(status) ? await hearingOf(env, client, Date.now()) : "logged";
	if (hearing === "muted") return;
	log(status < 500 ? "warn" : "error", "request refused", {
		method: request.method,
		path: URL.parse(request.url)?.pathname,
		ray: request.headers.get("CF-Ray") ?? undefined,
		status,
		reason,
		...(hearing === "last" && { muted: `more of this client is not logged for ${WINDOW / 1000} s` }),
	});
}
