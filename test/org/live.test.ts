import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { logEvent } from "../fixtures/log-event.ts";
import { PATIENTLY } from "../fixtures/patiently.ts";
import { loggedBy } from "../worker/logged.ts";
import { begin, deliver, falcosidekick, org, pass, ring } from "../worker/system.ts";
import { locks } from "./alerting-events.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

const LOCK = "lock-0:User has been locked out in OKTA";
const URL_HERE = "https://okta-falco.example.com/status/live";

interface Watcher {
	/** What was told. */
	readonly told: string[];
	readonly closed: { code: number; reason: string }[];
	readonly socket: WebSocket;
	/** Waits until everything that was sent before is there. */
	readonly settled: () => Promise<void>;
}

async function watch(): Promise<Watcher> {
	const { webSocket: socket } = await org().fetch(URL_HERE, { headers: { Upgrade: "websocket" } });
	if (socket === null) throw new Error("no WebSocket");
	const told: string[] = [];
	const closed: { code: number; reason: string }[] = [];
	const pongs: (() => void)[] = [];
	socket.addEventListener("message", ({ data }) => {
		if (data === "pong") pongs.shift()?.();
		else told.push(String(data));
	});
	socket.addEventListener("close", ({ code, reason }) => {
		closed.push({ code, reason });
	});
	socket.accept();
	const settled = () =>
		new Promise<void>((resolve) => {
			pongs.push(resolve);
			socket.send("ping");
		});
	return { told, closed, socket, settled };
}

/** What was told since it was last asked. */
async function news({ told, settled }: Watcher): Promise<string[]> {
	await settled();
	return told.splice(0);
}

describe("who watches is told that something has changed", () => {
	test("once for a delivery that made alerts, and for each that is delivered", async () => {
		const watcher = await watch();
		await deliver([...locks(2), logEvent({ uuid: "calm" })]);
		expect(await news(watcher)).toEqual(["changed"]);
		await ring();
		expect(await news(watcher)).toEqual(["changed", "changed"]);
	});

	test("and hears nothing of a delivery that made none", async () => {
		const watcher = await watch();
		await deliver([logEvent({ uuid: "calm" })]);
		expect(await news(watcher)).toEqual([]);
	});

	test("when an alert is sent again or closed", async () => {
		await deliver(locks(1));
		await ring();
		const watcher = await watch();
		await org().replay(LOCK);
		expect(await news(watcher)).toEqual(["changed"]);
		await org().resolve(LOCK);
		expect(await news(watcher)).toEqual(["changed"]);
	});

	test("when an attempt failed, and when an alert was refused", async () => {
		await falcosidekick([{ status: 503 }, { status: 413 }]);
		await deliver(locks(1));
		const watcher = await watch();
		await ring();
		expect(await news(watcher)).toEqual(["changed"]);
		pass(60_000);
		await ring();
		expect(await news(watcher)).toEqual(["changed"]);
	});

	test("when alerts are held, and when they are not any more", async () => {
		await falcosidekick([{ status: 401 }]);
		await deliver(locks(1));
		const watcher = await watch();
		await ring();
		expect(await news(watcher)).toEqual(["changed"]);
		expect((await org().standing()).alerts).toMatchObject({ pending: 0, held: 1 });
		await falcosidekick([]);
		pass(60_000);
		await ring();
		expect(await news(watcher)).toEqual(["changed"]);
		expect((await org().standing()).alerts).toMatchObject({ pending: 0, held: 0 });
	});

	test("when events are set aside, evaluated after all or forgotten", async () => {
		const watcher = await watch();
		await deliver([{ eventType: "user.account.lock" }]);
		expect(await news(watcher)).toEqual(["changed"]);
		const [{ id } = { id: 0 }] = await org().setAsides(1);
		await org().replaySetAside(id);
		expect(await news(watcher)).toEqual(["changed"]);
		await org().resolveSetAside(id);
		expect(await news(watcher)).toEqual(["changed"]);
		await org().resolveSetAside(id);
		expect(await news(watcher)).toEqual([]);
	});

	test("as all others are", async () => {
		const watchers = [await watch(), await watch(), await watch()];
		await deliver(locks(1));
		for (const watcher of watchers) expect(await news(watcher)).toEqual(["changed"]);
	});

	test("also by an object that was stopped and started since", async () => {
		const watcher = await watch();
		await evictDurableObject(org(), { webSockets: "hibernate" });
		await deliver(locks(1));
		expect(await news(watcher)).toEqual(["changed"]);
	});
});

describe("a delivery is taken", () => {
	test("though the line of one who watches is broken, and the others hear of it", async () => {
		const [broken, other] = [await watch(), await watch()];
		broken.socket.close(1000, "gone");
		expect((await deliver(locks(1))).status).toBe(204);
		expect(await news(other)).toEqual(["changed"]);
	});

	test("and nobody hears of one that is not", async () => {
		loggedBy("error");
		const watcher = await watch();
		await inStorage(({ sql }) => {
			sql.exec("CREATE TRIGGER full BEFORE INSERT ON pending BEGIN SELECT RAISE(ABORT, 'full'); END");
		});
		expect((await deliver(locks(1))).status).toBe(503);
		await inStorage(({ sql }) => void sql.exec("DROP TRIGGER full"));
		expect(await news(watcher)).toEqual([]);
		expect((await org().overview()).hours.at(-1)).toMatchObject({ deliveries: 0, alerts: 0 });
		expect((await deliver(locks(1, 1))).status).toBe(204);
		expect(await news(watcher)).toEqual(["changed"]);
	});
});

describe("of those who watch", () => {
	test("there are thirty-two at most: who has watched longest goes when another one comes", async () => {
		const watchers: Watcher[] = [];
		for (let at = 0; at < 34; at++) {
			watchers.push(await watch());
			pass(1);
		}
		await vi.waitFor(() => expect(watchers.filter(({ closed }) => closed.length > 0)).toHaveLength(2), PATIENTLY);
		const [first, second, third] = watchers;
		for (const gone of [first, second]) expect(gone?.closed).toEqual([{ code: 1013, reason: "too many watch" }]);
		await deliver(locks(1));
		expect(third && (await news(third))).toEqual(["changed"]);
		expect(first?.told).toEqual([]);
	});

	test("nobody says anything but ping", async () => {
		const [talker, other] = [await watch(), await watch()];
		talker.socket.send("hello");
		await vi.waitFor(
			() => expect(talker.closed).toEqual([{ code: 1008, reason: "only ping is understood" }]),
			PATIENTLY,
		);
		await other.settled();
		expect(other.closed).toEqual([]);
	});

	test("each is told goodbye in turn", async () => {
		const watcher = await watch();
		watcher.socket.close(4_001, "done");
		await vi.waitFor(() => expect(watcher.closed).toMatchObject([{ code: 4_001 }]), PATIENTLY);
	});
});

test("only a WebSocket is to be had", async () => {
	const response = await org().fetch(URL_HERE);
	expect([response.status, response.headers.get("Upgrade")]).toEqual([426, "websocket"]);
});
