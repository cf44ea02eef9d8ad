import { messageOf } from "../message-of.ts";
import { type AlertText, inert } from "./inert.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** Where alerts go and how: a checked URL (see endpoint.ts), the operator's extra headers, and what carries requests. */
export interface Destination {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly text: AlertText;
	/** The global `fetch`, or that of a binding: a VPC service, an mTLS certificate, another Worker. */
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** Falcosidekick answers within milliseconds, before its own outputs have sent anything. */
const TIMEOUT = 10_000;

/** As much of an answer's body as is worth reading. */
const MAX_BODY = 4096;

/** What Falco itself sends with each alert (outputs_http.cpp). */
const FALCO_HEADERS = { "User-Agent": "falcosecurity/falco", Accept: "*/*", "Content-Type": "application/json" };

/** POSTs one alert, given as Falco's JSON text. Never throws. */
export async function deliver(alert: string, destination: Destination): Promise<Outcome> {
	// Not AbortSignal.timeout: its timer outlives the request and keeps a Durable Object from sleeping.
	const controller = new AbortController();
	const timer = setTimeout(() => controller.abort(), TIMEOUT);
	try {
		const response = await destination.fetch(destination.url, {
			method: "POST",
			headers: { ...destination.headers, ...FALCO_HEADERS },
			body: destination.text === "raw" ? alert : inert(alert),
			// A followed redirect turns POST into GET, or ends at a login page that says 200.
			redirect: "manual",
			signal: controller.signal,
		});
		const body = await readBeginning(response);
		return outcomeOf({ status: response.status, body, retryAfter: response.headers.get("Retry-After") }, Date.now());
	} catch (error) {
		const reason = controller.signal.aborted
			? `no answer within ${TIMEOUT / 1000} s`
			: `no answer: ${messageOf(error)}`;
		return { type: "retry", reason };
	} finally {
		clearTimeout(timer);
	}
}

/** The body as text, up to `MAX_BODY` bytes; the rest is cancelled, so that the connection is not left hanging. */
async function readBeginning(response: Response): Promise<string> {
	if (response.body === null) return "";
	const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
	const decoder = new TextDecoder();
	let text = "";
	let size = 0;
	while (size < MAX_BODY) {
		const { done, value } = await reader.read();
		if (done) return text + decoder.decode();
		size += value.byteLength;
		text += decoder.decode(value, { stream: true });
	}
	await reader.cancel();
	return text;
}
