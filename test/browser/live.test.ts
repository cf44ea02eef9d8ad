import type { Page } from "playwright-core";
import { expect } from "vitest";
import { happens, loginOf } from "./happenings.ts";
import { deliver, test } from "./visit.ts";

test.for([
	["is refused to it", { status: 503, body: '{"error":"not available"}' }],
	["does not come", undefined],
] as const)("a page does not say that it is live while what is new %s", async ([, answer], { visitor }) => {
	const { page } = visitor;
	const live = page.getByText("Live", { exact: true });
	await visitor.enter();
	await live.waitFor();
	visitor.pardon(/^console: Failed to load resource: (the server responded with a status of 503|net::ERR_FAILED)/);
	await page.route("**/status", (route) => (answer === undefined ? route.abort() : route.fulfill(answer)));
	await deliver(happens("token", "missed"));
	await page.getByText("Reconnecting …", { exact: true }).waitFor();

	await page.unroute("**/status");
	await deliver(happens("token", "shown"));
	await live.waitFor();
	await page
		.getByRole("row")
		.filter({ hasText: loginOf("missed") })
		.first()
		.waitFor();
});

test("what somebody has selected stays, but not for ever", async ({ visitor }) => {
	const { page } = visitor;
	const happened = async (name: string) => {
		await deliver(happens("token", name));
		await page
			.getByRole("row")
			.filter({ hasText: loginOf(name) })
			.first()
			.waitFor();
	};
	await visitor.enter();
	await page.getByText("Live", { exact: true }).waitFor();
	const headline = page.locator("#headline-title");
	await headline.click({ clickCount: 3 });
	await page.route("**/status", async (route) => {
		const response = await route.fetch();
		const body = (await response.text()).replace(/(?<=<h1 id="headline-title">)[^<]*/, "Something is wrong");
		await route.fulfill({ response, body });
	});
	await happened("selected");
	expect(await headline.textContent()).not.toBe("Something is wrong");

	await page.evaluate(() => {
		const { now } = Date;
		Date.now = () => now() + 61_000;
	});
	await happened("forgotten");
	expect(await headline.textContent()).toBe("Something is wrong");
});

test("a page that gives way to others does not come back at once to send them away", async ({ visitor }) => {
	const { page } = visitor;
	let lines = 0;
	// As the org's object does when too many watch.
	await page.routeWebSocket("**/status/live", (line) => {
		lines += 1;
		setTimeout(() => void line.close({ code: 1013, reason: "too many watch" }), 100);
	});
	await visitor.enter();
	await page.getByText("Reconnecting …", { exact: true }).waitFor();
	await page.waitForTimeout(2_000);
	expect(lines).toBe(1);
});

/** The alert of somebody among the latest: its rule, which leads to its page, and the actor, a button. */
function rowOf(page: Page, name: string) {
	return page
		.getByRole("row")
		.filter({ hasText: loginOf(name) })
		.first();
}

test.for([
	[
		"the mouse",
		async (page: Page, name: string) => {
			await rowOf(page, name).getByRole("link").hover();
			await page.mouse.down();
			return () => page.mouse.up();
		},
	],
	[
		"the keyboard",
		async (page: Page, name: string) => {
			await rowOf(page, name).getByRole("button").focus();
			await page.keyboard.down("Space");
			return () => page.keyboard.up("Space");
		},
	],
] as const)(
	"what is pressed with %s while something new comes is pressed all the same",
	async ([, press], { visitor }) => {
		const { page } = visitor;
		const [name, later] = [`pressed-${crypto.randomUUID()}`, `later-${crypto.randomUUID()}`];
		await deliver(happens("token", name));
		await visitor.enter();
		await page.getByText("Live", { exact: true }).waitFor();
		await rowOf(page, name).waitFor();
		const before = page.url();
		const letGo = await press(page, name);
		const got = page.waitForResponse(async (response) => (await response.text()).includes(loginOf(later)));
		await deliver(happens("token", later));
		await got;
		// For the page to put it in.
		await page.waitForTimeout(300);
		await letGo();
		await page.waitForURL((url) => url.href !== before);
	},
);

test("a page that waits for an answer which does not come does not say that it is live for long", async ({
	visitor,
}) => {
	const { page } = visitor;
	await page.addInitScript(() => {
		const { timeout } = AbortSignal;
		AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, milliseconds / 20);
	});
	await visitor.enter();
	await page.getByText("Live", { exact: true }).waitFor();
	await page.route("**/status", () => {});
	await deliver(happens("token", "never answered"));
	await page.getByText("Reconnecting …", { exact: true }).waitFor();

	await page.unroute("**/status");
	await deliver(happens("token", "answered"));
	await page.getByText("Live", { exact: true }).waitFor();
	await rowOf(page, "never answered").waitFor();
});

test("the filter offers whoever has had an alert since the page was opened", async ({ visitor }) => {
	const { page } = visitor;
	await visitor.enter();
	await page.getByText("Live", { exact: true }).waitFor();
	await page.getByRole("combobox", { name: "Rule" }).selectOption("Creating a new OKTA API token");
	const name = `offered-${crypto.randomUUID()}`;
	await deliver(happens("token", name));
	await page.locator(`#actors option[value="${loginOf(name)}"]`).waitFor({ state: "attached" });
	expect(await page.getByRole("combobox", { name: "Rule" }).inputValue()).toBe("Creating a new OKTA API token");
});

test("the filter offers the rules of a Worker that was deployed since, and keeps what is chosen", async ({
	visitor,
}) => {
	const { page } = visitor;
	await visitor.enter();
	await page.getByText("Live", { exact: true }).waitFor();
	const rule = page.getByRole("combobox", { name: "Rule" });
	await rule.selectOption("Creating a new OKTA API token");
	await page.route("**/status?*", async (route) => {
		const response = await route.fetch();
		const body = (await response.text()).replace('<option value="">all</option>', '$&<option value="new">new</option>');
		await route.fulfill({ response, body });
	});
	await deliver(happens("token", "deployed"));
	await rule.getByRole("option", { name: "new", exact: true }).waitFor({ state: "attached" });
	expect(await rule.inputValue()).toBe("Creating a new OKTA API token");
});
