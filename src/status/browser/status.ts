import { counted } from "../words.ts";
import { Announcer } from "./announcer.ts";
import { Charts } from "./charts.ts";
import { takeOverChoices, watchFilter } from "./filter.ts";
import { watchLeaving } from "./leaving.ts";
import { type Connection, watch } from "./live.ts";
import { watchPresses } from "./presses.ts";
import { refresher } from "./refresher.ts";
import { rememberRegions, replaceRegions } from "./regions.ts";
import { showAges, showTimes } from "./times.ts";

/** How often the page is got anew, come what may, and how often ages are brought up to date; in milliseconds. */
const REFRESH = 30_000;
const AGEING = 5_000;

/** How long the server may take to give the page, in milliseconds: an answer that never comes would hold up all others. */
const ANSWER_MAX = 20_000;

rememberRegions();
showTimes(document);
const charts = new Charts();
const announcer = new Announcer();
const isBeingLeft = watchLeaving();
const isPressed = watchPresses(() => request());
/** Whether the alerts that come next are others because other ones were asked for. */
let isFiltered = false;
let connection: Connection = "connecting";
/** Whether the server gave the page when it was last asked: the line may stand where it does not. */
let isCurrent = true;

/** Gets the page anew, from the server that made it, and puts in what has changed. */
async function refresh(): Promise<void> {
	if (isBeingLeft()) return;
	const address = location.href;
	const isAsked = isFiltered;
	isFiltered = false;
	const signal = AbortSignal.timeout(ANSWER_MAX);
	const headers = { Accept: "text/html" };
	const answer = await fetch(address, { redirect: "manual", headers, signal }).catch(() => undefined);
	if (isBeingLeft()) return;
	// The session is over: the browser has to go where it is led.
	if (answer?.type === "opaqueredirect" || answer?.status === 401) location.reload();
	const text = answer?.ok ? await answer.text().catch(() => undefined) : undefined;
	isCurrent = text !== undefined;
	showConnection();
	if (text === undefined || address !== location.href) {
		isFiltered ||= isAsked;
		return;
	}
	if (!isAsked && isPressed()) return;
	const later = new DOMParser().parseFromString(text, "text/html");
	const headline = document.querySelector("h1")?.textContent;
	for (const change of replaceRegions(later, !isAsked)) {
		if (change.after.id === "hour-numbers") charts.draw();
		if (change.after.id === "latest" && isAsked) tellFiltered(change.after);
		else if (change.after.id === "latest") announcer.alerts(change);
	}
	takeOverChoices(later);
	takeOverHead(later);
	const now = document.querySelector("h1")?.textContent;
	if (now !== headline) announcer.say(now ?? "");
}

function tellFiltered(list: Element): void {
	const rows = list.querySelectorAll("tbody tr").length;
	announcer.say(rows === 0 ? (list.querySelector(".none")?.textContent ?? "") : counted(rows, "alert"));
}

/** The tab's words and icon. */
function takeOverHead(later: Document): void {
	document.title = later.title;
	const [icon, laterIcon] = [document, later].map((page) => page.querySelector("link[rel=icon]"));
	const href = laterIcon?.getAttribute("href");
	if (href != null && icon?.getAttribute("href") !== href) icon?.setAttribute("href", href);
}

const CONNECTIONS: Record<Connection, string> = {
	connecting: "Connecting …",
	live: "Live",
	reconnecting: "Reconnecting …",
};

function showConnection(): void {
	const place = document.querySelector<HTMLElement>("#connection");
	if (place === null) return;
	const shown = connection === "live" && !isCurrent ? "reconnecting" : connection;
	place.dataset.state = shown;
	place.textContent = CONNECTIONS[shown];
}

/** What was done is said once, and not when the page is loaded again. */
function forgetNotice(): void {
	const address = new URL(location.href);
	if (!address.searchParams.has("done")) return;
	address.searchParams.delete("done");
	history.replaceState(null, "", address);
}

const request = refresher(refresh);
forgetNotice();
watchFilter(() => {
	isFiltered = true;
	request("now");
});

watch({
	onChange: () => request(),
	onConnection: (now) => {
		connection = now;
		showConnection();
	},
	isBeingLeft,
});
setInterval(() => {
	if (document.visibilityState === "visible") request();
}, REFRESH);
setInterval(showAges, AGEING);
document.addEventListener("visibilitychange", () => {
	if (document.visibilityState === "visible") request();
});
