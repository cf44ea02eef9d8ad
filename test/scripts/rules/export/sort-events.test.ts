import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EventSort, type LineEvent } from "../../../../scripts/rules/export/sort-events.ts";
import { jsonText } from "../../../../src/okta/log-event.ts";

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "sort-events-test-"));
	vi.stubEnv("TMPDIR", folder);
});
afterEach(() => vi.unstubAllEnvs());

async function sorted(sort: EventSort, events: readonly LineEvent[]): Promise<LineEvent[]> {
	for (const event of events) await sort.add(event);
	const inOrder: LineEvent[] = [];
	for await (const event of sort.sorted()) inOrder.push(event);
	return inOrder;
}

const at = (second: number, line: number, name = ""): LineEvent => {
	return { line, log: { published: new Date(second * 1_000).toISOString(), name } };
};

describe("events sorted by time", () => {
	test("may nest as deep as JSON does", async () => {
		const text = `{"deep":${"[".repeat(20_000)}${"]".repeat(20_000)},"published":"2026-03-01T00:00:00.000Z"}`;
		const [event] = await sorted(new EventSort(), [{ line: 1, log: JSON.parse(text) }]);
		expect(jsonText(event?.log)).toBe(text);
	});

	const seconds = fc.array(fc.record({ second: fc.nat(20), name: fc.string({ unit: "binary" }) }), { maxLength: 60 });

	test("are so however little memory there is, and equal times keep their order", () =>
		fc.assert(
			fc.asyncProperty(
				seconds,
				fc.integer({ min: 1, max: 400 }),
				fc.integer({ min: 2, max: 4 }),
				async (all, held, width) => {
					const events = all.map(({ second, name }, index) => at(second, index + 1, name));
					const sort = new EventSort({ held, width });
					try {
						const times = (event: LineEvent) => Date.parse(String(event.log.published));
						const expected = [...events].sort((one, other) => times(one) - times(other) || one.line - other.line);
						const json = (list: readonly LineEvent[]) => JSON.parse(JSON.stringify(list));
						expect(await sorted(sort, events)).toEqual(json(expected));
						expect(sort.count).toBe(events.length);
					} finally {
						sort.dispose();
					}
				},
			),
			{ numRuns: 60 },
		));

	test("leave nothing behind on disk, and what is there meanwhile is for its owner alone", async () => {
		const sort = new EventSort({ held: 10, width: 3 });
		await sorted(
			sort,
			[3, 2, 1, 5, 4].map((second) => at(second, second)),
		);
		const [runs = ""] = readdirSync(folder);
		expect(runs).toMatch(/^okta-falco-events-/);
		expect(readdirSync(join(folder, runs)).length).toBeLessThanOrEqual(3);
		sort.dispose();
		expect(readdirSync(folder)).toEqual([]);
		sort.dispose();
		expect(existsSync(folder)).toBe(true);
	});

	test("need no disk when they fit in memory", async () => {
		const sort = new EventSort();
		expect((await sorted(sort, [at(2, 1), at(1, 2)])).map(({ line }) => line)).toEqual([2, 1]);
		expect(readdirSync(folder)).toEqual([]);
	});

	test("go before all others when their time cannot be read", async () => {
		const sort = new EventSort();
		expect((await sorted(sort, [at(2, 1), { line: 2, log: { published: "soon" } }])).map(({ line }) => line)).toEqual([
			2, 1,
		]);
	});
});
