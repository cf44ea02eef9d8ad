import { describe, expect } from "vitest";
import { PATIENTLY } from "../fixtures/patiently.ts";
import { happens, loginOf, REFUSAL, RULES } from "./happenings.ts";
import { deliver, falcosidekick, test, type Visitor } from "./visit.ts";

/** The line of somebody's alert among the latest. */
function rowOf({ page }: Visitor, name: string) {
	return page
		.getByRole("table", { name: /^The latest alerts/ })
		.getByRole("row")
		.filter({ hasText: loginOf(name) });
}

/** What there is to see to of somebody. */
function taskOf({ page }: Visitor, name: string) {
	return page
		.getByRole("region", { name: "To see to" })
		.getByRole("listitem")
		.filter({ hasText: loginOf(name) });
}

test("an alert comes onto the open page by itself", async ({ visitor }) => {
	await visitor.enter();
	await visitor.page.getByText("Live", { exact: true }).waitFor();
	await deliver(happens("token", "live"));
	await rowOf(visitor, "live").waitFor();
	await rowOf(visitor, "live").getByText("delivered").waitFor();
	expect(await rowOf(visitor, "live").innerText()).toContain(RULES.token.rule);
});

describe.each([
	["with JavaScript", true],
	["without JavaScript", false],
])("%s", (_, javaScriptEnabled) => {
	test.override({ options: { javaScriptEnabled } });
	const mark = javaScriptEnabled ? "js" : "plain";

	test("alerts are filtered by rule, priority and actor", async ({ visitor }) => {
		const { page } = visitor;
		const [quiet, grave, other] = [`quiet-${mark}`, `grave-${mark}`, `other-${mark}`];
		await deliver(happens("token", quiet), happens("report", grave), happens("policyRemoved", other));
		await visitor.enter();

		const filter = page.getByRole("search", { name: "Filter alerts" });
		const shows = async (...names: string[]) => {
			for (const name of [quiet, grave, other]) {
				await rowOf(visitor, name).waitFor({ state: names.includes(name) ? "visible" : "detached" });
			}
		};
		const apply = async () => {
			const button = filter.getByRole("button", { name: "Filter" });
			if (await button.isVisible()) await button.click();
		};
		const reset = async () => {
			await filter.getByRole("link", { name: "Show all" }).click();
			await shows(quiet, grave, other);
		};
		await shows(quiet, grave, other);

		await filter.getByRole("combobox", { name: "Rule" }).selectOption(RULES.policyRemoved.rule);
		await apply();
		await shows(other);
		expect(new URL(page.url()).searchParams.get("rule")).toBe(RULES.policyRemoved.rule);
		await reset();

		await filter.getByRole("combobox", { name: "Priority" }).selectOption("Warning");
		await apply();
		await shows(grave, other);
		await reset();

		await filter.getByRole("combobox", { name: "Actor" }).fill(loginOf(quiet));
		await apply();
		await shows(quiet);
		await reset();
	});

	test("an alert is opened, and tells everything of itself", async ({ visitor }) => {
		const { page } = visitor;
		const name = `opened-${mark}`;
		await deliver(happens("report", name), happens("token", name));
		await visitor.enter();
		await stands(visitor, name, "delivered");
		await rowOf(visitor, name).getByRole("link", { name: RULES.report.rule }).click();
		await page.getByRole("heading", { level: 1, name: RULES.report.rule }).waitFor();

		const section = (title: string) => page.getByRole("region", { name: title });
		expect(await section("The alert, as Falco prints it").innerText()).toContain("An Okta user reports activity");
		expect(await section("The event, as Okta sent it").innerText()).toContain(`"alternateId": "${loginOf(name)}"`);
		expect(await section("Why it fired").innerText()).toContain(RULES.report.type);
		expect(await section("Attempts to deliver it").innerText()).toContain("by Falcosidekick");
		expect(await section("Other alerts of this actor").innerText()).toContain(RULES.token.rule);
		await page.getByRole("link", { name: "Status" }).click();
		await rowOf(visitor, name).first().waitFor();
	});

	test.for<[string, (visitor: Visitor, name: string) => Promise<void>]>([
		[
			"from where it stands to be seen to",
			(visitor, name) => taskOf(visitor, name).getByRole("button", { name: "Replay" }).click(),
		],
		[
			"from its own page",
			async (visitor, name) => {
				await taskOf(visitor, name).getByRole("link").click();
				await visitor.page.getByRole("button", { name: "Replay" }).click();
				await visitor.page.getByText("The alert is on its way again.").waitFor();
				await visitor.page.getByRole("link", { name: "Status" }).click();
			},
		],
	])("a dead alert is sent again %s", async ([from, replay], { visitor }) => {
		const { page } = visitor;
		const name = `refused-${mark}-${from.length}`;
		await falcosidekick([[loginOf(name), REFUSAL]]);
		await visitor.enter();
		await deliver(happens("policyRemoved", name));
		await stands(visitor, name, "dead");
		expect(await taskOf(visitor, name).innerText()).toContain("Falcosidekick takes it for no valid alert");
		expect(await page.title()).toMatch(/dead · acme\.okta\.com · okta-falco$/);

		await falcosidekick([]);
		await replay(visitor, name);
		await stands(visitor, name, "delivered");
		expect(await taskOf(visitor, name).count()).toBe(0);
	});

	/** Waits until an alert is in a state; without a script that is seen when the page is loaded again. */
	async function stands(visitor: Visitor, name: string, state: string) {
		await expect
			.poll(async () => {
				if (!javaScriptEnabled) await visitor.page.reload();
				return (await rowOf(visitor, name).allInnerTexts()).join();
			}, PATIENTLY)
			.toContain(state);
	}
});
