import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { LiveMessage } from "../../src/org/overview.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "../worker/logged.ts";
import { begin, deliver, falcosidekick, org, pass, ring } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

const RULE = "User has been locked out in OKTA";
const URL_HERE = "https://okta-falco.example.com/status/live";

function locks(count: number, first = 0) {
	return Array.from({ length: count }, (_, at) =>
		logEvent({ uuid: `lock-${first + at}`, eventType: "user.account.lock" }),
	);
}

interface Watcher {
	/** Ids and states that were told, or "changed". */
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
		else told.push(...wordsOf(JSON.parse(String(data))));
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

function wordsOf(message: LiveMessage): string[] {
	if (message.type === "changed") return ["changed"];
	return message.alerts.map(({ id, state }) => `${id.replace(`:${RULE}`, "")} ${state}`);
}

/** What was told since it was last asked. */
async function news({ told, settled }: Watcher): Promise<string[]> {
	await settled();
	return told.splice(0);
}

describe("who watches is told", () => {
	test("of alerts as they are stored, delivered and sent again", async () => {
		const watcher = await watch();
		await deliver([...locks(2), logEvent({ uuid: "calm" })]);
		expect(await news(watcher)).toEqual(["lock-0 pending", "lock-1 pending"]);
		await deliver([logEvent({ uuid: "calm too" })]);
		expect(await news(watcher)).toEqual([]);
		await ring();
		expect((await news(watcher)).toSorted()).toEqual(["lock-0 delivered", "lock-1 delivered"]);
		await org().replay(`lock-0:${RULE}`);
		expect(await news(watcher)).toEqual(["lock-0 pending"]);
		await org().resolve(`lock-0:${RULE}`);
		expect(await news(watcher)).toEqual(["lock-0 resolved"]);
	});

	test("of attempts that failed and alerts that were refused", async () => {
		await falcosidekick([{ status: 503 }, { status: 413 }]);
		const watcher = await watch();
		await deliver(locks(1));
		await news(watcher);
		await ring();
		expect(await news(watcher)).toEqual(["lock-0 pending"]);
		pass(60_000);
		await ring();
		expect(await news(watcher)).toEqual(["lock-0 dead"]);
	});

	test("that all has changed when alerts are held, and when they are not any more", async () => {
		await falcosidekick([{ status: 401 }, { status: 401 }, { status: 401 }, { status: 401 }]);
		const watcher = await watch();
		await deliver(locks(1));
		await news(watcher);
		await ring();
		pass(2_000);
		await ring();
		expect(await news(watcher)).toContain("changed");
		await falcosidekick([]);
		pass(60_000);
		await ring();
		expect((await news(watcher)).at(-1)).toBe("changed");
		expect((await org().standing()).alerts).toMatchObject({ pending: 0, held: 0 });
	});

	test("that much has changed when that is more than fifty alerts", async () => {
		const watcher = await watch();
		await deliver(locks(50));
		expect(await news(watcher)).toHaveLength(50);
		await deliver(locks(51, 50));
		expect(await news(watcher)).toEqual(["changed"]);
	});

	test("that much has changed when names are too long to tell", async () => {
		const watcher = await watch();
		const actor = { id: "00u1", alternateId: "x".repeat(60_000) };
		await deliver(locks(1).map((lock) => ({ ...lock, actor })));
		expect(await news(watcher)).toEqual(["lock-0 pending"]);
		await deliver(locks(2, 1).map((lock) => ({ ...lock, actor })));
		expect(await news(watcher)).toEqual(["changed"]);
	});

	test("of events that were set aside, evaluated after all or forgotten", async () => {
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

	test("what all others are", async () => {
		const watchers = [await watch(), await watch(), await watch()];
		await deliver(locks(1));
		for (const watcher of watchers) expect(await news(watcher)).toEqual(["lock-0 pending"]);
	});

	test("also by an object that was stopped and started since", async () => {
		const watcher = await watch();
		await evictDurableObject(org(), { webSockets: "hibernate" });
		await deliver(locks(1));
		expect(await news(watcher)).toEqual(["lock-0 pending"]);
	});
});

describe("a delivery is taken", () => {
	test("though the line of one who watches is broken, and the others hear of it", async () => {
		const [broken, other] = [await watch(), await watch()];
		broken.socket.close(1000, "gone");
		expect((await deliver(locks(1))).status).toBe(204);
		expect(await news(other)).toEqual(["lock-0 pending"]);
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
		expect(await news(watcher)).toEqual(["lock-1 pending"]);
	});
});

describe("of those who watch", () => {
	test("there are thirty-two at most: who has watched longest goes when another one comes", async () => {
		const watchers: Watcher[] = [];
		for (let at = 0; at < 34; at++) {
			watchers.push(await watch());
			pass(1);
		}
		await vi.waitFor(() => expect(watchers.filter(({ closed }) => closed.length > 0)).toHaveLength(2));
		const [first, second, third] = watchers;
		for (const gone of [first, second]) expect(gone?.closed).toEqual([{ code: 1013, reason: "too many watch" }]);
		await deliver(locks(1));
		expect(third && (await news(third))).toEqual(["lock-0 pending"]);
		expect(first?.told).toEqual([]);
	});

	test("nobody says anything but ping", async () => {
		const [talker, other] = [await watch(), await watch()];
		talker.socket.send("hello");
		await vi.waitFor(() => expect(talker.closed).toEqual([{ code: 1008, reason: "only ping is understood" }]));
		await other.settled();
		expect(other.closed).toEqual([]);
	});

	test("each is told goodbye in turn", async () => {
		const watcher = await watch();
		watcher.socket.close(4_001, "done");
		await vi.waitFor(() => expect(watcher.closed).toMatchObject([{ code: 4_001 }]));
	});
});

test("only a WebSocket is to be had", async () => {
	const response = await org().fetch(URL_HERE);
	expect([response.status, response.headers.get("Upgrade")]).toEqual([426, "websocket"]);
});
