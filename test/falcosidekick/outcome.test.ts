import { describe, expect, test } from "vitest";
import { type Answer, outcomeOf } from "../../src/falcosidekick/outcome.ts";

const NOW = Date.UTC(2026, 2, 2, 9, 15, 30);

function outcome(answer: Partial<Answer>) {
	return outcomeOf({ status: 200, body: "", retryAfter: null, ...answer }, NOW);
}

test("only 200 with an empty body is Falcosidekick's yes", () => {
	expect(outcome({})).toEqual({ type: "delivered" });
});

test.each([
	["/ping answered", { status: 200, body: "pong\n" }],
	["/healthz answered", { status: 200, body: '{"status": "ok"}' }],
	["a login page answered", { status: 200, body: "<!doctype html><title>Sign in</title>" }],
	["another success", { status: 204 }],
	["another success", { status: 202 }],
	["not there", { status: 404, body: "404 page not found\n" }],
	["credentials", { status: 401 }],
	["credentials", { status: 403, body: "error code: 1020" }],
	["a method changed on the way", { status: 405 }],
	["a method changed on the way", { status: 400, body: "Please send with post http method\n" }],
	["plain HTTP on a TLS port", { status: 400, body: "Client sent an HTTP request to an HTTPS server.\n" }],
	["plain HTTP on a TLS port", { status: 400, body: "<center>The plain HTTP request was sent to HTTPS port</center>" }],
	["no client certificate", { status: 400, body: "<center>No required SSL certificate was sent</center>" }],
	["a client certificate that is not taken", { status: 400, body: "<center>The SSL certificate error</center>" }],
	["a redirect", { status: 301 }],
	["a redirect", { status: 302 }],
	["a redirect", { status: 307 }],
	["a redirect", { status: 308 }],
	["gone", { status: 410 }],
])("a fault of the configuration, not of the alert: %s, %o", (_, answer) => {
	expect(outcome(answer)).toMatchObject({ type: "misconfigured", reason: expect.stringContaining(`${answer.status}`) });
});

test.each([
	{ status: 400, body: "Please send a valid request body\n" },
	{ status: 400, body: "<html>Bad Request</html>" },
	{ status: 413 },
	{ status: 415 },
	{ status: 422 },
	{ status: 431 },
])("no other try will do: %o", (answer) => {
	expect(outcome(answer)).toMatchObject({ type: "rejected", reason: expect.stringContaining(`${answer.status}`) });
});

test.each([408, 425, 429, 500, 502, 503, 504, 520, 530, 599])("another try may do: %i", (status) => {
	expect(outcome({ status, body: "<html>" })).toEqual({
		type: "retry",
		reason: expect.stringContaining(`${status}`),
	});
});

describe("Retry-After", () => {
	test.each([
		["0", 0],
		["7", 7_000],
		[" 30 ", 30_000],
		["Mon, 02 Mar 2026 09:16:00 GMT", 30_000],
		["Mon, 02 Mar 2026 09:00:00 GMT", 0],
		["86400", 3_600_000],
		["99999999999999999999", undefined],
		["soon", undefined],
		["", undefined],
	])("%j asks for %o ms", (retryAfter, after) => {
		expect(outcome({ status: 503, retryAfter })).toEqual({
			type: "retry",
			reason: expect.any(String),
			...(after === undefined ? {} : { after }),
		});
	});

	test("of an answer that is no retry is left alone", () => {
		expect(outcome({ status: 403, retryAfter: "5" })).not.toHaveProperty("after");
	});
});
