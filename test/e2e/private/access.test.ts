import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PATIENTLY } from "../../fixtures/patiently.ts";
import { build, DeployedWorker } from "./deployed-worker.ts";
import { type GateOptions, startGate } from "./gate.ts";
import { type Sink, startSink } from "./sink.ts";

/** Falcosidekick behind what wants credentials in request headers: Cloudflare Access, or an ingress. */

const TOKEN = {
	"CF-Access-Client-Id": "0123456789abcdef0123456789abcdef.access",
	"CF-Access-Client-Secret": "cfast_a-service-token-of-the-tests-own",
};
const LOGIN = "https://acme.cloudflareaccess.com/cdn-cgi/access/login/falcosidekick.example.com?kid=0";

let built: Awaited<ReturnType<typeof build>>;
let sink: Sink;
let worker: DeployedWorker;
let close: () => Promise<void>;

beforeAll(async () => {
	built = await build();
});
beforeEach(async ({ task }) => {
	sink = await startSink();
	worker = new DeployedWorker(built, task.id);
});
afterEach(async () => {
	await worker.stop();
	await close();
	await sink.close();
});
afterAll(() => built.workspace.close());

async function gate(options: Omit<GateOptions, "to">) {
	const started = await startGate({ to: sink.url, ...options });
	close = started.close;
	return started;
}

function headers(wanted: Readonly<Record<string, string>>) {
	return { FALCOSIDEKICK_HEADERS: JSON.stringify(wanted) };
}

const NOBODY = {};
const SOMEBODY_ELSE = headers({ ...TOKEN, "CF-Access-Client-Secret": "cfast_of-yesterday" });

const REFUSALS = [
	["Access, which redirects to its login page", { status: 302, headers: { Location: LOGIN } }, /^302: a redirect/],
	["Access that answers 401", { status: 401 }, /^401: .*FALCOSIDEKICK_HEADERS/],
	["Access that answers 403", { status: 403 }, /^403: .*FALCOSIDEKICK_HEADERS/],
	["a login page that says 200", { status: 200, body: "<title>Sign in</title>" }, /^200 with a body/],
] as const;

describe.each([
	["without a service token", NOBODY],
	["with a service token that has run out", SOMEBODY_ELSE],
])("%s", (_, credentials) => {
	test.each(REFUSALS)("%s: alerts are held, and arrive once when the token is set", async (_, refusal, reason) => {
		const access = await gate({ wants: TOKEN, refusal });
		await worker.deploy({ FALCOSIDEKICK_URL: access.url, ...credentials });
		await worker.locks("Ines", "Jonas", "Maya");
		await vi.waitFor(async () => {
			expect(await worker.status()).toMatchObject({
				alerts: { held: 3, pending: 0, dead: 0, deliveredLastDay: 0 },
				destination: { state: "misconfigured", reason: expect.stringMatching(reason) },
			});
		}, PATIENTLY);
		expect(sink.outputs()).toEqual([]);

		await worker.deploy({ FALCOSIDEKICK_URL: access.url, ...headers(TOKEN) });
		await worker.replay();
		await vi.waitFor(() => expect(sink.outputs()).toHaveLength(3), PATIENTLY);
		await vi.waitFor(async () => {
			expect((await worker.status()).alerts).toEqual({ held: 0, pending: 0, dead: 0, deliveredLastDay: 3 });
		}, PATIENTLY);
		for (const name of ["Ines", "Jonas", "Maya"]) {
			expect(sink.outputs().filter((output) => output.includes(name))).toHaveLength(1);
		}
		expect(access.requests.filter(({ letIn }) => letIn)).toHaveLength(3);
		expect(worker.log).not.toContain("cfast_");
	});
});

test("an ingress that wants a password gets it in the Authorization header", async () => {
	const authorization = { Authorization: `Basic ${btoa("okta-falco:a-password-of-the-tests-own")}` };
	const refusal = { status: 401, headers: { "WWW-Authenticate": "Basic" } };
	const ingress = await gate({ wants: authorization, refusal });
	await worker.deploy({ FALCOSIDEKICK_URL: `${ingress.url}falco`, ...headers(authorization) });
	await worker.locks("Ines");
	await vi.waitFor(() => expect(sink.outputs()).toHaveLength(1), PATIENTLY);
	expect(ingress.requests).toMatchObject([{ letIn: true, path: "/falco" }]);
	expect(worker.log).not.toContain("Basic ");
});
