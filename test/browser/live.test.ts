import { expect } from "vitest";
import { test } from "./visit.ts";

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
