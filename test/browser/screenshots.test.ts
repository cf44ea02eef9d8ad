import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { HEADLINE_STATES, type HeadlineState } from "../../src/status/trouble.ts";
import { NOW } from "../fixtures/status/overview.ts";
import { expectAccessible } from "./accessible.ts";
import { ALERT, scenes } from "./scenes.tsx";
import { onStage, test, type Visitor } from "./visit.ts";

/** Pictures of every state, for who wants to look; and the README's own, where STATUS_PNG is set. */
const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "dist/screenshots");
mkdirSync(FOLDER, { recursive: true });

/** Ways to look at a page, each with the size of the window. */
const VIEWS = {
	day: { colorScheme: "light", size: { width: 1280, height: 900 } },
	night: { colorScheme: "dark", size: { width: 1280, height: 900 } },
	phone: { colorScheme: "light", size: { width: 360, height: 740 } },
} as const;

type View = keyof typeof VIEWS;

/** Where there is most to see. */
const FROM_EVERY_SIDE: readonly HeadlineState[] = ["well", "misconfigured"];

test.override({ options: { locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce" } });

/** Has a view in a state that is made up instead of the Worker's, so that it looks the same each time. */
async function show({ page }: Visitor, state: HeadlineState, path = "/status"): Promise<void> {
	const views = scenes(state);
	await page.clock.setFixedTime(NOW);
	await page.routeWebSocket(/\/status\/live$/, () => {});
	await page.route(onStage().worker + path, async (route) => {
		const answer = await views.request(path);
		await route.fulfill({ headers: Object.fromEntries(answer.headers), body: await answer.text() });
	});
	await page.goto(path, { waitUntil: "load" });
	await page.getByText("Live", { exact: true }).waitFor();
}

async function picture({ page }: Visitor, name: string, views: readonly View[] = ["day", "night", "phone"]) {
	for (const view of views) {
		const { colorScheme, size } = VIEWS[view];
		await page.emulateMedia({ colorScheme });
		await page.setViewportSize(size);
		await page.screenshot({ fullPage: true, path: join(FOLDER, `${name}-${view}.png`) });
	}
}

test.for([...HEADLINE_STATES])("the page tells that it is %s", async (state, { visitor }) => {
	await show(visitor, state);
	await visitor.page.locator("#hours canvas").first().waitFor();
	await picture(visitor, state, FROM_EVERY_SIDE.includes(state) ? undefined : ["day"]);
	await expectAccessible(visitor.page, { part: "#headline", widths: [1280] });
});

test("an alert has a page", async ({ visitor }) => {
	await show(visitor, "well", ALERT);
	await picture(visitor, "alert");
});

test("there is a picture for the README", async ({ visitor }) => {
	const { page } = visitor;
	await page.setViewportSize({ width: 1200, height: 800 });
	await show(visitor, "well");
	await page.locator("#hours canvas").first().waitFor();
	await page.screenshot({ path: process.env.STATUS_PNG ?? join(FOLDER, "status.png") });
});
