import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { PATIENTLY } from "../../fixtures/patiently.ts";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { build, DeployedWorker } from "./deployed-worker.ts";
import { type Sink, startSink } from "./sink.ts";
import { shows, showsNothing } from "./ways.ts";

/** Falcosidekick with TLSSERVER_DEPLOY and TLSSERVER_MUTUALTLS, reached through a binding that has a certificate to show. */

let built: Awaited<ReturnType<typeof build>>;
let certificates: Certificates;
let stranger: Certificates;
let sink: Sink;
let worker: DeployedWorker;

beforeAll(async () => {
	[certificates, stranger] = [makeCertificates(), makeCertificates()];
	built = await build();
});
beforeEach(async ({ task }) => {
	sink = await startSink(certificates);
	worker = new DeployedWorker(built, task.id);
});
afterEach(async () => {
	await worker.stop();
	await sink.close();
});
afterAll(() => {
	built.workspace.close();
	certificates.close();
	stranger.close();
});

test("who shows a certificate of the authority is let in, on the port that the URL names", async () => {
	await worker.deploy({ FALCOSIDEKICK_URL: sink.url }, shows(certificates));
	await worker.locks("Ines");
	await vi.waitFor(() => expect(sink.outputs()).toEqual([expect.stringContaining("Ines")]), PATIENTLY);
	await vi.waitFor(async () => {
		expect((await worker.status()).alerts).toMatchObject({ pending: 0, deliveredLastDay: 1 });
	}, PATIENTLY);
});

test.each([
	["no certificate", () => showsNothing(certificates)],
	["a certificate of another authority", () => shows({ ...certificates, client: stranger.client })],
])("with %s alerts wait, and arrive once when the right one is bound", async (_, way) => {
	await worker.deploy({ FALCOSIDEKICK_URL: sink.url }, way());
	await worker.locks("Ines", "Jonas");
	await vi.waitFor(async () => {
		expect(await worker.status()).toMatchObject({
			alerts: { pending: 2, dead: 0, deliveredLastDay: 0 },
			destination: { state: "down", reason: expect.stringMatching(/^no answer: /) },
		});
	}, PATIENTLY);
	expect(sink.outputs()).toEqual([]);

	await worker.deploy({ FALCOSIDEKICK_URL: sink.url }, shows(certificates));
	await worker.replay();
	await vi.waitFor(() => expect(sink.outputs()).toHaveLength(2), PATIENTLY);
	await vi.waitFor(async () => {
		expect((await worker.status()).alerts).toMatchObject({ pending: 0, deliveredLastDay: 2 });
	}, PATIENTLY);
	expect(new Set(sink.outputs()).size).toBe(2);
});

test("a Falcosidekick whose certificate is not trusted gets no alert", async () => {
	await worker.deploy({ FALCOSIDEKICK_URL: sink.url }, shows({ ...certificates, authority: stranger.authority }));
	await worker.locks("Ines");
	await vi.waitFor(async () => expect((await worker.status()).destination.state).toBe("down"), PATIENTLY);
	expect(sink.outputs()).toEqual([]);
});

test("plain http:// to the port that speaks TLS: the alert is kept", async () => {
	await worker.deploy({ FALCOSIDEKICK_URL: sink.url.replace("https:", "http:") });
	await worker.locks("Ines");
	await vi.waitFor(async () => expect((await worker.status()).destination.state).not.toBe("up"), PATIENTLY);
	const { pending, held, dead } = (await worker.status()).alerts;
	expect([pending + held, dead]).toEqual([1, 0]);
});
