import { type EventHook, parseEventHook } from "../okta/event-hook.ts";
import type { Intake } from "./config.ts";
import { BODY_MAX, readBody } from "./read-body.ts";
import { Refusal } from "./refusal.ts";

/**
 * Reads a delivery. Throws a `Refusal` for what can never be taken, which Okta does not send again, and with 503 for one
 * that broke off on its way, which it does.
 */
export async function decode(request: Request, { hosts }: Intake): Promise<EventHook> {
	const contentType = request.headers.get("Content-Type");
	if (!isJson(contentType)) throw new Refusal(415, `Content-Type is ${contentType ?? "missing"}, not application/json`);
	// Workers hand a body over as it came.
	const encoding = request.headers.get("Content-Encoding");
	if (encoding !== null && encoding !== "identity")
		throw new Refusal(415, `Content-Encoding is ${encoding}, not left out`);
	const body = await readBody(request);
	if (body === undefined) throw new Refusal(413, `the body is longer than ${BODY_MAX} bytes`);
	const parsed = parseEventHook(body);
	if (!parsed.ok) throw new Refusal(parsed.status, parsed.reason);
	checkSource(parsed.hook.source, hosts);
	return parsed.hook;
}

function isJson(contentType: string | null): boolean {
	return contentType !== null && /^application\/json\s*(;|$)/i.test(contentType.trim());
}

/** A hook of another org that was pointed here by mistake would fill this org's state. Okta may leave the source out. */
function checkSource(source: string, hosts: readonly string[]): void {
	if (hosts.length === 0 || source === "") return;
	const host = URL.parse(source)?.host ?? source;
	if (hosts.includes(host)) return;
	const reason = `the delivery comes from ${JSON.stringify(host)}, which is neither OKTA_ORG_URL nor one of OKTA_ORG_ALIASES`;
	throw new Refusal(403, reason, "deliveries of this org are not taken here");
}
