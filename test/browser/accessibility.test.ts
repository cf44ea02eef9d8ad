import { expect } from "vitest";
import { PATIENTLY } from "../fixtures/patiently.ts";
import { expectAccessible } from "./accessible.ts";
import { happens, loginOf, REFUSAL, RULES } from "./happenings.ts";
import { deliver, falcosidekick, onStage, REFUSED, test } from "./visit.ts";

test("axe finds nothing grave where one signs in", async ({ visitor }) => {
	const { page } = visitor;
	await page.goto("/status");
	await expectAccessible(page);
	visitor.pardon(REFUSED);
	await visitor.giveToken("not-the-token");
	await page.getByRole("alert").waitFor();
	await expectAccessible(page);
});

test("axe finds nothing grave among alerts, and events that were set aside", async ({ visitor }) => {
	const { page } = visitor;
	const name = "someone";
	await falcosidekick([[loginOf(name), REFUSAL]]);
	await deliver(happens("report", name), happens("token", name), { uuid: "what is no event" });
	await visitor.enter();
	const task = page
		.getByRole("region", { name: "To see to" })
		.getByRole("listitem")
		.filter({ hasText: loginOf(name) });
	const dead = task.getByRole("link", { name: RULES.report.rule });
	await dead.waitFor();
	await page.getByText("As it came").first().click();
	await expectAccessible(page);

	await dead.click();
	await page.getByRole("heading", { level: 1, name: RULES.report.rule }).waitFor();
	await page.getByText("As Falcosidekick gets it").click();
	await expectAccessible(page);
	await falcosidekick([]);
});

test("the keyboard is enough", async ({ visitor }) => {
	const { page } = visitor;
	const { keyboard } = page;
	const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
	const tabTo = async (what: () => Promise<boolean>) => {
		for (let presses = 0; presses < 200 && !(await what()); presses++) await keyboard.press("Tab");
		expect(await what()).toBe(true);
	};
	await deliver(happens("token", "typist"), happens("report", "typist"));

	await page.goto("/status");
	await page.locator("#token:focus").waitFor();
	await keyboard.type(onStage().adminToken);
	await keyboard.press("Enter");
	await page.getByRole("heading", { level: 2, name: "Latest alerts" }).waitFor();

	await keyboard.press("Tab");
	expect(await focused()).toBe("Skip to the content");
	await keyboard.press("Enter");
	// The browser goes to an anchor in its own time.
	await expect.poll(() => page.evaluate(() => document.activeElement?.id), PATIENTLY).toBe("main");

	const actor = page.getByRole("combobox", { name: "Actor" });
	await tabTo(() => actor.evaluate((element) => element === document.activeElement));
	await keyboard.type(loginOf("typist"));
	await keyboard.press("Enter");
	const rows = page.getByRole("table", { name: /^The latest alerts/ }).getByRole("row");
	await expect.poll(() => rows.count(), PATIENTLY).toBe(3);

	await tabTo(async () => (await focused()) === RULES.token.rule);
	await keyboard.press("Enter");
	await page.getByRole("heading", { level: 1, name: RULES.token.rule }).waitFor();
});
