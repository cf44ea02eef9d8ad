import { expect, test } from "vitest";
import { sooner, startWrongDoor } from "../../../scripts/faults/wrong-door.ts";

test("it gives its answers in turn and remembers that it was asked", async () => {
	const door = await startWrongDoor([
		{ status: 302, headers: { location: "/login" } },
		{ status: 200, body: "pong" },
	]);
	const answers: unknown[] = [];
	for (let count = 0; count < 3; count++) {
		const response = await fetch(door.url, { method: "POST", body: "{}", redirect: "manual" });
		answers.push([response.status, response.headers.get("location"), await response.text()]);
	}
	await door.close();
	expect(answers).toEqual([
		[302, "/login", ""],
		[200, null, "pong"],
		[302, "/login", ""],
	]);
	expect(door.requests).toHaveLength(3);
	await expect(fetch(door.url)).rejects.toThrow("fetch failed");
});

test.each([
	["all far enough apart", [0, 1_000, 2_500], 1, 0],
	["two too close", [0, 1_000, 1_500, 1_999], 1, 2],
	["the first few may be", [0, 1, 2, 3, 1_003], 4, 0],
	["the one after the first few may not", [0, 1, 2, 3, 500], 4, 1],
	["nothing", [], 4, 0],
])("requests that came too soon: %s", (_, requests, first, count) => {
	expect(sooner(requests, 1_000, first)).toBe(count);
});
