import { describe, expect, test } from "vitest";
import type { FuzzResponse } from "../../../scripts/fuzz/http-connection.ts";
import { Judge } from "../../../scripts/fuzz/http-judge.ts";
import type { FuzzRequest } from "../../../scripts/fuzz/http-request.ts";
import { startScriptedServer } from "../../fixtures/scripted-server.ts";

function requestOf(kind: FuzzRequest["kind"], isFramed = true): FuzzRequest {
	return { kind, isFramed, method: "POST", uuid: "u", bytes: Buffer.alloc(0) };
}

function faultsOf(request: FuzzRequest, ...responses: (FuzzResponse | undefined)[]): readonly string[] {
	const judge = new Judge();
	judge.answered(request, responses);
	return judge.faults;
}

describe("nothing is wrong with", () => {
	test.each<[string, FuzzRequest, FuzzResponse | undefined]>([
		["a stranger who is refused", requestOf("stranger"), { status: 401, body: '{"error":"unauthorized"}' }],
		["a stranger who asks how it is", requestOf("stranger"), { status: 200, body: '{"status":"ok"}' }],
		["a stranger whose connection is closed", requestOf("stranger"), undefined],
		[
			"what workerd itself does not take",
			requestOf("stranger"),
			{ status: 501, body: "ERROR: Unrecognized request method." },
		],
		["a delivery that is taken", requestOf("plain"), { status: 204, body: "" }],
		["a spoiled delivery that is refused", requestOf("okta"), { status: 400, body: "{}" }],
		["a body that breaks off", requestOf("okta", false), { status: 503, body: '{"error":"not available"}' }],
		["a stranger's that does", requestOf("stranger", false), { status: 503, body: '{"error":"not available"}' }],
	])("%s", (_, request, response) => {
		expect(faultsOf(request, response)).toEqual([]);
	});
});

describe("it is a fault when", () => {
	test.each<[string, FuzzRequest, FuzzResponse | undefined, RegExp]>([
		["a stranger's delivery is taken", requestOf("stranger"), { status: 204, body: "" }, /204 to a stranger/],
		["a stranger sees something", requestOf("stranger"), { status: 200, body: '{"alerts":[]}' }, /200 to a stranger/],
		[
			"a stranger's challenge comes back",
			requestOf("stranger"),
			{ status: 400, body: "challenge-of-a-stranger" },
			/answers a stranger's challenge/,
		],
		["the Worker fails a stranger", requestOf("stranger"), { status: 503, body: "{}" }, /503 from the Worker/],
		[
			"the Worker fails on a spoiled body",
			requestOf("stranger", false),
			{ status: 500, body: "{}" },
			/500 from the Worker/,
		],
		["the Worker fails Okta", requestOf("okta"), { status: 500, body: "Internal Server Error" }, /500 from the Worker/],
		["a delivery as Okta sends it is refused", requestOf("plain"), { status: 400, body: "{}" }, /400, not taken/],
		["a delivery as Okta sends it is not answered", requestOf("plain"), undefined, /not taken/],
	])("%s", (_, request, response, fault) => {
		expect(faultsOf(request, response)).toEqual([expect.stringMatching(fault)]);
	});

	test("an alert is made of a stranger's event", () => {
		const judge = new Judge();
		judge.takeAlert('{"output":"plain-1"}');
		judge.takeAlert('{"output":"forged-1"}');
		expect([judge.alerts, judge.faults]).toEqual([2, [expect.stringContaining("an alert of a stranger's")]]);
	});
});

test.each([
	["as much is stored as was answered", 1, 0, []],
	["more is stored", 2, 0, [/2 deliveries are stored, 1 were answered/]],
	["less is stored", 0, 0, [/0 deliveries are stored, 1 were answered/]],
	["alerts were refused", 1, 1, [/alerts are left/]],
])("at the end %s", async (_, deliveries, dead, faults) => {
	const worker = await startScriptedServer();
	const body = JSON.stringify({ okta: { deliveries }, alerts: { pending: 0, held: 0, dead } });
	worker.script = [{ body }];
	const judge = new Judge();
	judge.answered(requestOf("plain"), [{ status: 204, body: "" }]);
	await judge.settle(new URL("/admin/status", worker.url), "token");
	await worker.close();
	expect(judge.faults).toEqual(faults.map((fault) => expect.stringMatching(fault)));
	expect(worker.requests).toMatchObject([{ path: "/admin/status", headers: { authorization: "Bearer token" } }]);
});
