import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PATIENTLY } from "../../fixtures/patiently.ts";
import { build, DeployedWorker } from "./deployed-worker.ts";
import { type Gate, startGate } from "./gate.ts";
import { type Sink, startSink } from "./sink.ts";
import { leadsTo, type Way, workerWithWayTo } from "./ways.ts";

/** A binding named FALCOSIDEKICK: a VPC service, which leads to one address, and another Worker. */

let built: Awaited<ReturnType<typeof build>>;
let sink: Sink;
let way: Gate;
let worker: DeployedWorker;

beforeAll(async () => {
	built = await build();
});
beforeEach(async ({ task }) => {
	sink = await startSink();
	way = await startGate({ to: sink.url });
	worker = new DeployedWorker(built, task.id);
});
afterEach(async () => {
	await worker.stop();
	await way.close();
	await sink.close();
});
afterAll(() => built.workspace.close());

const BINDINGS: readonly (readonly [string, (url: string) => Way])[] = [
	["a VPC service", leadsTo],
	["another Worker", workerWithWayTo],
];

describe.each(BINDINGS)("%s", (_, binding) => {
	test("needs no FALCOSIDEKICK_URL", async () => {
		await worker.deploy({}, binding(way.url));
		await worker.locks("Ines");
		await vi.waitFor(() => expect(sink.outputs()).toEqual([expect.stringContaining("Ines")]), PATIENTLY);
		expect(way.requests).toMatchObject([{ path: "/", host: "falcosidekick" }]);
	});

	test("is the way that is taken where there is a FALCOSIDEKICK_URL too, which gives the host's name and the path", async () => {
		const elsewhere = await startGate({ to: sink.url });
		const { port } = new URL(elsewhere.url);
		await worker.deploy({ FALCOSIDEKICK_URL: `http://localhost:${port}/falco` }, binding(way.url));
		await worker.locks("Ines");
		await vi.waitFor(() => expect(sink.outputs()).toHaveLength(1), PATIENTLY);
		expect(way.requests).toMatchObject([{ path: "/falco", host: `localhost:${port}` }]);
		expect(elsewhere.requests).toEqual([]);
		await elsewhere.close();
	});

	test("carries FALCOSIDEKICK_HEADERS", async () => {
		const wants = { Authorization: "Bearer of-the-tests-own" };
		const ingress = await startGate({ to: sink.url, wants });
		await worker.deploy({ FALCOSIDEKICK_HEADERS: JSON.stringify(wants) }, binding(ingress.url));
		await worker.locks("Ines");
		await vi.waitFor(() => expect(sink.outputs()).toHaveLength(1), PATIENTLY);
		await ingress.close();
	});

	test("leads nowhere while the tunnel is down: alerts wait, and arrive once when it is up", async () => {
		await way.close();
		await worker.deploy({}, binding(way.url));
		await worker.locks("Ines", "Jonas");
		await vi.waitFor(async () => {
			expect(await worker.status()).toMatchObject({
				alerts: { pending: 2, dead: 0, deliveredLastDay: 0 },
				destination: { state: "down" },
			});
		}, PATIENTLY);
		way = await startGate({ to: sink.url });
		await worker.deploy({}, binding(way.url));
		await worker.replay();
		await vi.waitFor(() => expect(sink.outputs()).toHaveLength(2), PATIENTLY);
		expect(new Set(sink.outputs()).size).toBe(2);
	});
});
