import { type Context, Hono } from "hono";
import notPushed from "../generated/not-pushed.json" with { type: "json" };
import { lazily } from "../lazily.ts";
import { ruleSet } from "../org/engine.ts";
import { ALERT_STATES, type AlertEntry } from "../org/ledger.ts";
import type { Overview } from "../org/overview.ts";
import type { SetAside } from "../org/set-aside.ts";
import type { Shown } from "../status/alert-filter.tsx";
import { AlertPage } from "../status/alert-page.tsx";
import { alertPath } from "../status/alert-table.tsx";
import { type Frame, REFRESH } from "../status/layout.tsx";
import { MessagePage } from "../status/message-page.tsx";
import type { NoticeName } from "../status/notice.tsx";
import { OverviewPage } from "../status/overview-page.tsx";
import { ruleRows } from "../status/rule-rows.ts";
import { TEXT_MOST } from "../status/to-see-to.tsx";
import { configOf } from "./config.ts";
import { deployedAt } from "./deployed.ts";
import { handOver, Unavailable } from "./hand-over.ts";
import { log } from "./log.ts";
import type { PageVariables } from "./page-gate.ts";
import type { PageHeadersVariables } from "./page-headers.ts";
import { readBody } from "./read-body.ts";
import { backIn, noticeIn, shownIn } from "./status-query.ts";
import { troublesOf } from "./troubles.ts";

interface StatusEnv {
	Bindings: Env;
	Variables: PageVariables & PageHeadersVariables;
}

type StatusContext = Context<StatusEnv>;

/** The status page and the pages of alerts, for operators: mounted behind the page's gate. */
export const status = lazily(() => {
	const routes = new Hono<StatusEnv>();
	routes.get("/", showOverview);
	routes.get("/alerts/:id", (c) => showAlert(c, c.req.param("id")));
	routes.post("/alerts/:id/replay", (c) => replayAlert(c, c.req.param("id")));
	routes.post("/alerts/:id/resolve", (c) => resolveAlert(c, c.req.param("id")));
	routes.post("/rejected/:id{[0-9]{1,15}}/replay", (c) => replaySetAside(c, Number(c.req.param("id"))));
	routes.post("/rejected/:id{[0-9]{1,15}}/resolve", (c) => resolveSetAside(c, Number(c.req.param("id"))));
	routes.all("*", notThere);
	return routes;
});

/** Alerts that the page lists, the latest; and of what there is to see to, of each kind. */
const LATEST = 25;
const TO_SEE_TO = 10;

async function showOverview(c: StatusContext): Promise<Response> {
	const shown = shownIn(c.req.query());
	const seen = await look(c.env, shown);
	const { overview, stuck } = seen;
	const { standing } = overview;
	const now = Date.now();
	const deployed = deployedAt(c.env);
	const { faults } = configOf(c.env);
	return c.html(
		<OverviewPage
			frame={frameOf(c)}
			now={now}
			troubles={troublesOf({ standing, faults, rules: ruleSet().rules.length, deployed, now })}
			overview={overview}
			shown={shown}
			latest={seen.latest}
			stuck={stuck}
			stuckInAll={standing.alerts.dead + standing.alerts.held + stuck.filter(({ state }) => state === "pending").length}
			setAsides={seen.setAsides}
			setAsidesInAll={standing.setAside.rejected + standing.setAside.failed}
			rules={ruleRows(ruleSet().rules, overview.rules, new Set(notPushed))}
			notice={noticeIn(c.req.query())}
			deployed={deployed}
		/>,
	);
}

interface Seen {
	readonly overview: Overview;
	readonly latest: readonly AlertEntry[];
	readonly stuck: readonly AlertEntry[];
	readonly setAsides: readonly SetAside[];
}

function look(env: Env, shown: Shown): Promise<Seen> {
	return handOver(env, async (org) => {
		const [overview, latest, dead, waiting, setAsides] = await Promise.all([
			org.overview(),
			org.latest({ states: ALERT_STATES, ...shown }, LATEST),
			org.alerts({ states: ["dead"] }, TO_SEE_TO),
			org.alerts({ states: ["pending", "held"] }, TO_SEE_TO),
			// One character more than is shown tells the page that there are more.
			org.setAsides(TO_SEE_TO, Number.MAX_SAFE_INTEGER, TEXT_MOST + 1),
		]);
		// What merely waits for its turn needs nobody.
		const stuck = waiting.alerts.filter(({ state, attempts }) => state === "held" || attempts > 0);
		return { overview, latest, stuck: [...stuck, ...dead.alerts], setAsides };
	});
}

async function showAlert(c: StatusContext, id: string): Promise<Response> {
	const portrait = await handOver(c.env, (org) => org.portrait(id));
	if (portrait === null) return notThere(c);
	return c.html(<AlertPage frame={frameOf(c)} now={Date.now()} portrait={portrait} notice={noticeIn(c.req.query())} />);
}

async function replayAlert(c: StatusContext, id: string): Promise<Response> {
	const alert = await handOver(c.env, (org) => org.replay(id));
	if (alert !== null) log("info", "alert replayed", { alert: id, operator: c.var.operator });
	return leadBack(c, id, alert === null ? "gone" : "replayed");
}

async function resolveAlert(c: StatusContext, id: string): Promise<Response> {
	const alert = await handOver(c.env, (org) => org.resolve(id));
	if (alert !== null) log("info", "alert resolved", { alert: id, operator: c.var.operator });
	return leadBack(c, id, alert === null ? "gone" : "resolved");
}

async function replaySetAside(c: StatusContext, id: number): Promise<Response> {
	const done = await handOver(c.env, (org) => org.replaySetAside(id));
	if (done === null) return backToOverview(c, "gone");
	log("info", "event replayed", { event: id, operator: c.var.operator, ...done });
	return backToOverview(c, done.reason === undefined ? "event-replayed" : "event-failed");
}

async function resolveSetAside(c: StatusContext, id: number): Promise<Response> {
	if (!(await handOver(c.env, (org) => org.resolveSetAside(id)))) return backToOverview(c, "gone");
	log("info", "event resolved", { event: id, operator: c.var.operator });
	return backToOverview(c, "event-resolved");
}

/** What is shown instead of a page when the org's object cannot be had. Throws on what it does not tell of. */
export function showUnavailable(error: Error, c: StatusContext): Response | Promise<Response> {
	const isForPeople = c.req.header("Accept")?.includes("text/html") ?? false;
	if (!(error instanceof Unavailable) || !isForPeople) throw error;
	log("error", "the org's object is not available", { path: c.req.path, status: 503, reason: error.message });
	// What is asked for comes by itself when it can. What somebody wanted done is theirs to do again.
	if (c.req.method === "GET") c.header("Refresh", String(REFRESH));
	const text =
		"The Durable Object that keeps everything does not answer. Okta is told to send again. If it stays so, look at Cloudflare’s status page.";
	return c.html(<MessagePage frame={frameOf(c)} tone="bad" title="Cloudflare does not answer" text={text} />, 503);
}

async function leadBack(c: StatusContext, id: string, notice: NoticeName): Promise<Response> {
	const body = await readBody(c.req.raw);
	const isAlert = backIn(new URLSearchParams(new TextDecoder().decode(body))) === "alert";
	return isAlert ? c.redirect(`${alertPath(id)}?done=${notice}`, 303) : backToOverview(c, notice);
}

function backToOverview(c: StatusContext, notice: NoticeName): Response {
	return c.redirect(`/status?done=${notice}`, 303);
}

function notThere(c: StatusContext): Response | Promise<Response> {
	const text = "There is no alert here: delivered ones are kept for 30 days.";
	return c.html(<MessagePage frame={frameOf(c)} tone="calm" title="Not found" text={text} />, 404);
}

function frameOf(c: StatusContext): Frame {
	return {
		nonce: c.var.secureHeadersNonce ?? "",
		// Strangers are not told whose page this is.
		org: c.var.operator === undefined ? undefined : configOf(c.env).orgHost,
		hasSession: c.var.session !== undefined,
	};
}
