import { describe, expect, test } from "vitest";
import { checkDeployed } from "../../../scripts/doctor/deployed.ts";
import { startScriptedServer } from "../../fixtures/scripted-server.ts";

const NAMES = [
	"health",
	"a challenge without the secret",
	"a challenge with a wrong secret",
	"the operators' doors without a token",
];

/** What is found of a Worker that gives each of the questions its answer. They are asked at once, so one server has one. */
async function check(answers: readonly { status: number; body?: string }[]) {
	return Promise.all(
		answers.map(async (answer, at) => {
			const worker = await startScriptedServer();
			worker.script = Array.from({ length: answers.length }, () => answer);
			const finding = (await checkDeployed(new URL(worker.url)))[at];
			await worker.close();
			return `${finding?.name} ${finding?.state}`;
		}),
	);
}

describe("a Worker that runs", () => {
	test("is as it should be", async () => {
		const answers = [{ status: 200, body: '{"status":"ok"}' }, { status: 401 }, { status: 401 }, { status: 401 }];
		expect(await check(answers)).toEqual(NAMES.map((name) => `${name} ok`));
	});

	test("lets in whom it must not", async () => {
		const answers = [{ status: 503, body: '{"status":"not ok"}' }, { status: 200 }, { status: 204 }, { status: 200 }];
		expect(await check(answers)).toEqual(NAMES.map((name) => `${name} failed`));
	});

	test("is something else", async () => {
		const answers = [{ status: 200, body: "<html>" }, { status: 404 }, { status: 404 }, { status: 500 }];
		expect(await check(answers)).toEqual(NAMES.map((name) => `${name} failed`));
	});

	test("is asked nothing that stores anything, and nothing that is followed elsewhere", async () => {
		const worker = await startScriptedServer();
		await checkDeployed(new URL(worker.url));
		await worker.close();
		const asked = worker.requests.map(({ method, path }) => `${method} ${path}`).sort();
		// A delivery that is refused is told of on the status page, and in time by /healthz.
		expect(asked).toEqual(["GET /admin/status", "GET /healthz", "GET /okta/events", "GET /okta/events"]);
	});
});
