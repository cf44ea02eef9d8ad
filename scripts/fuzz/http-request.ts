import type { Random } from "../faults/random.ts";
import { bodyOf, flipped } from "./http-body.ts";
import { eventHookOf, lockOf } from "./http-delivery.ts";

/** A request as bytes, and what may come of it. */
export interface FuzzRequest {
	/**
	 * `stranger`: without the secret; nothing may come of it. `okta`: with the secret; nothing may break. `plain`: a delivery
	 * as Okta sends it, which has to be taken.
	 */
	readonly kind: "stranger" | "okta" | "plain";
	/** Whether one response belongs to it, and the connection is good for another request after that. */
	readonly isFramed: boolean;
	readonly method: string;
	/** Name of the event in it. */
	readonly uuid: string;
	readonly bytes: Buffer;
}

const METHODS = ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "post", "POSTT", "FOO"];

const TARGETS = [
	...["/", "/healthz", "/okta", "/okta/events/", "/okta//events", "//okta/events", "/OKTA/EVENTS", "/okta/events%00"],
	...["/%6fkta/events", "/okta/../okta/events", "/okta/events?x=1", "/okta/events;x", "/okta/events#x", "*", "/\u00ff"],
	...["/admin", "/admin/status", "/admin/alerts", "/admin/rejected", "/admin/alerts/x/replay", "/.env"],
	...["/status", "/status/alerts/x", "/status/alerts/x/replay", "/status/rejected/1/resolve", "/status/nothing"],
	...["/status/live", "/status/sign-in", "/status/sign-in?to=//evil.example", "/status/sign-out"],
	...["/status?rule=%00&priority=x&actor=%ff"],
	...["http://evil.example/okta/events", `/okta/events?${"x".repeat(4_000)}`, "/cdn-cgi/handler/scheduled"],
];

const TYPES = [
	"application/json",
	"Application/JSON; charset=utf-8",
	"text/plain",
	"",
	"application/json, text/html",
	"x",
];

const ENCODINGS = ["gzip", "br", "identity", "gzip, gzip", "chunked"];

type Header = readonly [name: string, value: string];

/** What Okta may show, and what somebody may know who has neither. */
export interface Credentials {
	readonly good: readonly string[];
	readonly forged: readonly string[];
}

/** What somebody may show who does not know the secret. */
function wrongSecret(forged: readonly string[], random: Random): Header[] {
	const values = [
		...["", " ", "x", "Basic Og==", "Bearer ", "Bearer e30.e30.", "Bearer e30.e30.AAAA", "null", "undefined", "*"],
		...["../../OKTA_HOOK_SECRET", "a".repeat(64), "b".repeat(9_000), "\u00ff\u0080", "%00"],
	];
	const one: Header = ["Authorization", random.chance(0.4) ? random.pick(forged) : random.pick(values)];
	return random.pick([[], [one], [one, one], [one, ["Proxy-Authorization", "x"]], [["authorization", "x"], one]]);
}

const EXTRA: readonly Header[] = [
	...([
		["X-Okta-Verification-Challenge", "challenge-of-a-stranger"],
		["X-Okta-Verification-Challenge", "c".repeat(2_000)],
	] as const),
	...([
		["CF-Connecting-IP", "203.0.113.7, ::1"],
		["X-Forwarded-For", "127.0.0.1"],
		["Origin", "null"],
		["Range", "bytes=0-"],
	] as const),
	...([
		["Cf-Access-Jwt-Assertion", "e30.e30.AAAA"],
		["Cookie", "CF_Authorization=x; okta-falco=e30.e30.AAAA; __Host-okta-falco=e30.e30.AAAA"],
		["Expect", "100-continue"],
	] as const),
	...([
		["Sec-Fetch-Site", "same-origin"],
		["Sec-Fetch-Mode", "navigate"],
		["Accept", "text/html"],
	] as const),
	...([
		["Upgrade", "websocket"],
		["Connection", "Upgrade"],
		["X-HTTP-Method-Override", "POST"],
		["CF-Ray", "\u00ff"],
	] as const),
];

interface Draft {
	readonly method: string;
	readonly target: string;
	readonly headers: readonly Header[];
	readonly body: Buffer;
}

const CRLF = "\r\n";

function head({ method, target, headers }: Draft, framing: readonly Header[]): Buffer {
	const lines = [...headers, ...framing].map(([name, value]) => `${name}: ${value}`);
	return Buffer.from([`${method} ${target} HTTP/1.1`, "Host: 127.0.0.1", ...lines, "", ""].join(CRLF), "latin1");
}

const byLength = (draft: Draft, length: string | number = draft.body.length) =>
	Buffer.concat([head(draft, [["Content-Length", String(length)]]), draft.body]);

function byChunks(draft: Draft, random: Random): Buffer {
	const pieces = [head(draft, [["Transfer-Encoding", "chunked"]])];
	for (let at = 0; at < draft.body.length; ) {
		const size = random.integer(1, random.chance(0.2) ? 16 : 65_536);
		const chunk = draft.body.subarray(at, at + size);
		pieces.push(Buffer.from(`${chunk.length.toString(16)}${CRLF}`), chunk, Buffer.from(CRLF));
		at += size;
	}
	return Buffer.concat([...pieces, Buffer.from(`0${CRLF}${CRLF}`)]);
}

/** Framings that contradict themselves, or the body. */
const BROKEN: readonly ((draft: Draft, random: Random) => Buffer)[] = [
	(draft, random) => byLength(draft, draft.body.length + random.integer(1, 1_000)),
	(draft, random) => byLength(draft, Math.max(0, draft.body.length - random.integer(1, 1_000))),
	(draft, random) => byLength(draft, random.pick(["-1", "abc", "1e3", "0x10", "99999999999999999999", "", "1, 2"])),
	(draft) =>
		Buffer.concat([
			head(draft, [
				["Content-Length", "5"],
				["Transfer-Encoding", "chunked"],
			]),
			draft.body,
		]),
	(draft) => Buffer.concat([head(draft, [["Transfer-Encoding", "chunked"]]), draft.body]),
	(draft) => Buffer.concat([head(draft, [["Transfer-Encoding", "xchunked"]]), draft.body]),
	(draft) =>
		Buffer.concat([
			head(draft, [
				["Content-Length", "0"],
				["Content-Length", "7"],
			]),
			draft.body,
		]),
	(draft, random) => flipped(byLength(draft), random),
	(draft, random) => byLength(draft).subarray(0, random.integer(1, 400)),
	(draft) => Buffer.concat([byLength(draft), byLength(draft)]),
];

/** The next request. What is good of the credentials is what Okta sends; a stranger's request holds it nowhere. */
export function nextRequest(number: number, { good, forged }: Credentials, random: Random): FuzzRequest {
	const secret = random.pick(good);
	if (random.chance(0.05)) return plainRequest(`plain-${number}`, secret);
	const kind = random.chance(0.35) ? "okta" : "stranger";
	const uuid = `${kind === "okta" ? "okta" : "forged"}-${number}`;
	const method = random.chance(0.75) ? "POST" : random.pick(METHODS);
	const headers: Header[] = [
		...(kind === "okta" ? ([["Authorization", secret]] as const) : wrongSecret(forged, random)),
		...(random.chance(0.9)
			? ([["Content-Type", random.chance(0.7) ? "application/json" : random.pick(TYPES)]] as const)
			: []),
		...(random.chance(0.1) ? ([["Content-Encoding", random.pick(ENCODINGS)]] as const) : []),
		...(random.chance(0.3) ? [random.pick(EXTRA)] : []),
		...(random.chance(0.01)
			? Array.from({ length: random.integer(50, 500) }, (_, at) => [`X-${at}`, "y"] as const)
			: []),
	];
	const target = random.chance(0.75) ? "/okta/events" : random.pick(TARGETS);
	const draft = { method, target, headers: random.shuffle(headers), body: bodyOf(uuid, random) };
	if (random.chance(0.08)) return { kind, isFramed: false, method, uuid, bytes: random.pick(BROKEN)(draft, random) };
	return { kind, isFramed: true, method, uuid, bytes: random.chance(0.3) ? byChunks(draft, random) : byLength(draft) };
}

function plainRequest(uuid: string, secret: string): FuzzRequest {
	const headers: Header[] = [
		["Authorization", secret],
		["Content-Type", "application/json"],
	];
	const body = Buffer.from(JSON.stringify(eventHookOf([lockOf(uuid)])));
	const draft = { method: "POST", target: "/okta/events", headers, body };
	return { kind: "plain", isFramed: true, method: draft.method, uuid, bytes: byLength(draft) };
}
