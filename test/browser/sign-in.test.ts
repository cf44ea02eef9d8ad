import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { onStage, REFUSED, test, type Visitor } from "./visit.ts";

/** Signs out. The page that is left may have asked for news once more, in vain. */
async function signOut(visitor: Visitor): Promise<void> {
	const { page } = visitor;
	visitor.pardon(REFUSED);
	await page.getByRole("button", { name: "Sign out" }).click();
	await page.getByLabel("Admin token").waitFor();
}

describe.each([
	["with JavaScript", true],
	["without JavaScript", false],
])("%s", (_, javaScriptEnabled) => {
	test.override({ options: { javaScriptEnabled } });

	test("who has the token signs in, and out again", async ({ visitor }) => {
		const { page } = visitor;
		await page.goto("/status");
		expect(await page.title()).toBe("Sign in · okta-falco");

		visitor.pardon(REFUSED);
		expect(await visitor.giveToken("not-the-token")).toBe(401);
		expect(await page.getByRole("alert").innerText()).toBe("That is another token.");

		await visitor.giveToken();
		await page.getByRole("button", { name: "Sign out" }).waitFor();
		expect(page.url()).toBe(`${onStage().worker}/status`);

		await signOut(visitor);
		for (const go of [() => page.goBack(), () => page.goto("/status"), () => page.reload()]) {
			await go();
			expect(await page.title()).toBe("Sign in · okta-falco");
		}
	});

	test("the way leads back to what was asked for", async ({ visitor }) => {
		const { page } = visitor;
		const asked = "/status?priority=Critical";
		await page.goto(asked);
		await visitor.giveToken();
		await page.waitForURL(onStage().worker + asked);
	});
});

test("the session is out of scripts' reach, and ends in every tab", async ({ visitor }) => {
	const { page } = visitor;
	await page.goto("/status");
	await visitor.giveToken();
	await page.getByRole("button", { name: "Sign out" }).waitFor();
	const context = page.context();
	expect(await context.cookies()).toMatchObject([{ name: "okta-falco", httpOnly: true, sameSite: "Strict" }]);
	expect(await page.evaluate(() => document.cookie)).toBe("");

	const stolen = await context.cookies();
	await signOut(visitor);
	expect(await context.cookies()).toEqual([]);
	await context.addCookies(stolen);
	await page.goto("/status");
	expect(await page.title()).toBe("Sign in · okta-falco");
});

test("a page that asked for news before it was signed out of does not get in the way", async ({ visitor }) => {
	const { page } = visitor;
	await page.goto("/status");
	await page.route("**/status", async (route) => {
		if (route.request().resourceType() === "fetch") await sleep(1_000);
		await route.continue();
	});
	await page.route("**/status/sign-out", async (route) => {
		const headers = { ...(await route.request().allHeaders()), origin: onStage().worker };
		const response = await route.fetch({ headers, maxRedirects: 0 });
		// Longer than the line needs to be closed, and to be opened again.
		await sleep(4_000);
		await route.fulfill({ response });
	});
	const lines: string[] = [];
	page.on("websocket", (line) => lines.push(line.url()));
	const asks = page.waitForRequest((request) => request.resourceType() === "fetch");
	await visitor.giveToken();
	await page.getByRole("button", { name: "Sign out" }).waitFor();
	await asks;
	const brokenOff: string[] = [];
	page.on("requestfailed", (request) => {
		if (request.isNavigationRequest()) brokenOff.push(`${request.method()} ${request.url()}`);
	});
	await signOut(visitor);
	expect(brokenOff).toEqual([]);
	expect(lines).toHaveLength(1);
});

test("a link on another site leads in who has signed in before", async ({ visitor }) => {
	const { page } = visitor;
	await visitor.enter();
	const { worker } = onStage();
	const elsewhere = "http://elsewhere.localhost/";
	await page.route(elsewhere, (route) =>
		route.fulfill({ contentType: "text/html", body: `<a href="${worker}/status?priority=Critical">an alert</a>` }),
	);
	visitor.pardon(/^request to another origin: http:\/\/elsewhere\.localhost\//);
	await page.goto(elsewhere);
	await page.getByRole("link").click();
	await page.waitForURL(`${worker}/status?priority=Critical`);
	await page.getByRole("button", { name: "Sign out" }).waitFor();
});
