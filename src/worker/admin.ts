import { type Context, Hono, type Next } from "hono";
import { lazily } from "../lazily.ts";
import type { AlertDetails, AlertEntry } from "../org/ledger.ts";
import type { SetAside } from "../org/set-aside.ts";
import type { SweepStanding } from "../org/sweep-state.ts";
import { adminGate } from "./admin-gate.ts";
import { cursorOf, listQuery, setAsideQuery, uuidsOf } from "./admin-query.ts";
import { configOf } from "./config.ts";
import { handOver } from "./hand-over.ts";
import { troubles } from "./health.ts";
import { log } from "./log.ts";
import type { OperatorVariables } from "./operator.ts";
import { Refusal } from "./refusal.ts";

interface AdminEnv {
	Bindings: Env;
	Variables: OperatorVariables;
}

type AdminContext = Context<AdminEnv>;

/** The operators' doors: how things stand, every alert and every event set aside, and what can be done about them. */
export const admin = lazily(() => {
	const routes = new Hono<AdminEnv>();
	routes.use(adminGate(), keptByNobody);
	routes.get("/status", tellStanding);
	routes.get("/alerts", listAlerts);
	routes.get("/alerts/:id", (c) => showAlert(c, c.req.param("id")));
	routes.post("/alerts/:id/replay", (c) => replayAlert(c, c.req.param("id")));
	routes.post("/alerts/:id/resolve", (c) => resolveAlert(c, c.req.param("id")));
	routes.post("/seen", tellUnseen);
	routes.get("/rejected", listSetAsides);
	routes.post("/rejected/:id/replay", (c) => replaySetAside(c, numberOf(c.req.param("id"))));
	routes.post("/rejected/:id/resolve", (c) => resolveSetAside(c, numberOf(c.req.param("id"))));
	routes.all("*", (c) => c.json({ error: "not found" }, 404));
	return routes;
});

async function keptByNobody(c: AdminContext, next: Next): Promise<void> {
	await next();
	c.header("Cache-Control", "no-store");
}

async function tellStanding(c: AdminContext): Promise<Response> {
	const standing = await handOver(c.env, (org) => org.standing());
	const now = Date.now();
	const { oldestPending, refused, sweep } = standing;
	return c.json({
		troubles: troubles(configOf(c.env), standing, now),
		...standing,
		oldestPendingSeconds: oldestPending === null ? null : Math.floor((now - oldestPending) / 1_000),
		okta: { ...standing.okta, lastDelivery: isoOf(standing.okta.lastDelivery || null) },
		refused: refused && { ...refused, since: isoOf(refused.since), last: isoOf(refused.last) },
		oldestPending: isoOf(oldestPending),
		destination: {
			...standing.destination,
			since: isoOf(standing.destination.since || null),
			nextTry: isoOf(standing.destination.nextTry || null),
			pausedUntil: isoOf(standing.destination.pausedUntil || null),
		},
		sweep: sweep && sweepJson(sweep, now),
		silences: standing.silences.map(({ since, ...silence }) => ({ ...silence, since: isoOf(since) })),
	});
}

async function listAlerts(c: AdminContext): Promise<Response> {
	const { filter, limit, from } = listQuery(c.req.query());
	const { alerts, next } = await handOver(c.env, (org) => org.alerts(filter, limit, from));
	return c.json({ alerts: alerts.map(alertJson), next: cursorOf(next) });
}

async function showAlert(c: AdminContext, id: string): Promise<Response> {
	return details(c, await handOver(c.env, (org) => org.alert(id)));
}

async function replayAlert(c: AdminContext, id: string): Promise<Response> {
	const alert = await handOver(c.env, (org) => org.replay(id));
	if (alert !== null) log("info", "alert replayed", { alert: id, operator: c.var.operator });
	return details(c, alert);
}

async function resolveAlert(c: AdminContext, id: string): Promise<Response> {
	const alert = await handOver(c.env, (org) => org.resolve(id));
	if (alert !== null) log("info", "alert resolved", { alert: id, operator: c.var.operator });
	return details(c, alert);
}

async function tellUnseen(c: AdminContext): Promise<Response> {
	const uuids = uuidsOf(await c.req.json().catch(() => undefined));
	return c.json({ unseen: await handOver(c.env, (org) => org.unseen(uuids)) });
}

async function listSetAsides(c: AdminContext): Promise<Response> {
	const { limit, before } = setAsideQuery(c.req.query());
	const events = await handOver(c.env, (org) => org.setAsides(limit, before));
	return c.json({ events: events.map(setAsideJson), next: events.length < limit ? null : (events.at(-1)?.id ?? null) });
}

async function replaySetAside(c: AdminContext, id: number): Promise<Response> {
	const done = await handOver(c.env, (org) => org.replaySetAside(id));
	if (done === null) throw new Refusal(404, "no event of that id was set aside");
	log("info", "event replayed", { event: id, operator: c.var.operator, ...done });
	return c.json({ evaluated: done.reason === undefined, ...done }, done.reason === undefined ? 200 : 409);
}

async function resolveSetAside(c: AdminContext, id: number): Promise<Response> {
	if (!(await handOver(c.env, (org) => org.resolveSetAside(id))))
		throw new Refusal(404, "no event of that id was set aside");
	log("info", "event resolved", { event: id, operator: c.var.operator });
	return c.json({ id });
}

/** An alert with what is sent of it, which stays text: no number of it is to lose digits. */
function details(c: Context, alert: AlertDetails | null): Response {
	if (alert === null) throw new Refusal(404, "there is no alert of that id");
	const tries = alert.tries.map(({ at, reason }) => ({ at: isoOf(at), reason }));
	return c.json({ ...alertJson(alert.entry), tries, json: alert.json });
}

function alertJson({ created, settled, ...alert }: AlertEntry) {
	return { ...alert, created: isoOf(created), settled: isoOf(settled) };
}

function sweepJson(
	{ nextAt, sweptTo, lastRun, lastSuccess, failingSince, retryAt, ...sweep }: SweepStanding,
	now: number,
) {
	return {
		...sweep,
		lastRun: isoOf(lastRun || null),
		lastSuccess: isoOf(lastSuccess || null),
		sweptTo: isoOf(sweptTo || null),
		cursorAgeSeconds: nextAt === 0 ? null : Math.floor((now - nextAt) / 1_000),
		failingSince: isoOf(failingSince || null),
		retryAt: isoOf(retryAt || null),
	};
}

function setAsideJson({ at, ...event }: SetAside) {
	return { ...event, at: isoOf(at) };
}

function isoOf(milliseconds: number | null): string | null {
	return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

function numberOf(id: string): number {
	if (/^\d{1,15}$/.test(id)) return Number(id);
	throw new Refusal(404, "no event of that id was set aside");
}
