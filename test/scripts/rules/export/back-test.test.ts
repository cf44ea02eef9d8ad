import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type BackTestResult, backTest, type EventOrder } from "../../../../scripts/rules/export/back-test.ts";
import { NoEventFile, openEvents } from "../../../../scripts/rules/export/file-events.ts";
import { openInput } from "../../../../scripts/rules/export/input.ts";
import { loadOktaRules } from "../../../../scripts/rules/load-okta-rules.ts";
import { DEFAULT_CONFIG } from "../../../../src/falco/config.ts";
import { csv, lock, NEWEST_FIRST, RULES } from "./exports.ts";

const { ruleSet } = loadOktaRules([{ name: "rules.yaml", text: RULES }], DEFAULT_CONFIG);

interface Ran extends BackTestResult {
	readonly outputs: readonly string[];
	readonly told: readonly string[];
}

/** Evaluates the rules on a file that holds this. */
async function run(text: string | Buffer, given?: EventOrder): Promise<Ran> {
	if (ruleSet === undefined) throw new Error("the rules do not load");
	const path = join(mkdtempSync(join(tmpdir(), "export-")), "events");
	writeFileSync(path, text);
	const input = openInput(path);
	const file = await openEvents(input);
	const outputs: string[] = [];
	const told: string[] = [];
	const result = await backTest(input, file, ruleSet, {
		order: given ?? (file.format === "json lines" ? "file" : "time"),
		origin: { org: "acme", hostname: "edge-1" },
		onAlert: ({ output }) => void outputs.push(output),
		onProblem: (line, problem) => void told.push(`${line}: ${problem}`),
		bar: false,
	});
	expect(input.read()).toBe(input.size);
	return { ...result, outputs, told };
}

const IN_TIME = ["08:08:00.000000000: Warning ada 4"];

describe("an export of the System Log", () => {
	test.each([
		["a JSON array", JSON.stringify(NEWEST_FIRST)],
		["a JSON array over many lines", JSON.stringify(NEWEST_FIRST, null, 2)],
		["arrays one after the other", NEWEST_FIRST.map((event) => JSON.stringify([event])).join("\n")],
		["objects over many lines", NEWEST_FIRST.map((event) => JSON.stringify(event, null, 2)).join("\n")],
		["a CSV", csv(NEWEST_FIRST)],
		["a CSV with a byte order mark", `\ufeff${csv(NEWEST_FIRST)}`],
		["a gzip file", gzipSync(JSON.stringify(NEWEST_FIRST))],
	])("is evaluated in the order of time: %s", async (_, text) => {
		expect(await run(text)).toMatchObject({
			outputs: IN_TIME,
			told: [],
			events: 6,
			repeated: 0,
			span: { from: "2026-05-04T08:00:00.000Z", to: "2026-05-05T09:00:00.000Z" },
		});
	});

	test("has each event once, though exports overlap", async () => {
		const twice = await run(JSON.stringify([...NEWEST_FIRST, ...NEWEST_FIRST]));
		expect(twice).toMatchObject({ outputs: IN_TIME, events: 6, repeated: 6 });
	});

	test("as JSON Lines is taken as it comes, unless told otherwise", async () => {
		const lines = NEWEST_FIRST.map((event) => JSON.stringify(event)).join("\n");
		const asItComes = ["08:00:00.000000000: Warning ada 6"];
		expect((await run(lines)).outputs).toEqual(asItComes);
		expect((await run(lines, "time")).outputs).toEqual(IN_TIME);
		expect((await run(JSON.stringify(NEWEST_FIRST), "file")).outputs).toEqual(asItComes);
	});

	test("goes on after a bad event, and says where it stands", async () => {
		const [first, ...others] = NEWEST_FIRST.map((event) => JSON.stringify(event));
		const broken = await run(`[\n${first},\n{"uuid": oops},\n"text",\n${others.join(",\n")}\n]`);
		expect(broken).toMatchObject({ outputs: IN_TIME, problems: 2 });
		expect(broken.told).toEqual([expect.stringMatching(/^3: .*JSON/), "4: is not a JSON object"]);
	});

	describe.each([
		["events of one line", (events: readonly string[]) => `[\n${events.join(",\n")}\n]`, undefined, 4],
		["events of several lines", (events: readonly string[]) => `[\n  ${events.join(",\n  ")}\n]`, 2, 20],
		["pages of a line", (events: readonly string[]) => events.map((event) => `[${event}]`).join("\n"), undefined, 3],
	])("goes on after an event that ends too early: %s", (_, write, indentation, line) => {
		const written = (event: object) => JSON.stringify(event, null, indentation).replaceAll("\n", "\n  ");
		test.each([
			["a brace is missing", (event: string) => event.slice(0, -1)],
			["a quote is missing", (event: string) => event.replace('CUT"', "CUT")],
			["it is cut off", (event: string) => event.slice(0, event.indexOf("CUT"))],
		])("%s", async (_, damaged) => {
			const [first, second, ...others] = NEWEST_FIRST.map(written);
			const bad = damaged(written({ ...lock(50), actor: { id: "CUT" } }));
			const broken = await run(write([first ?? "", second ?? "", bad, ...others]));
			expect(broken).toMatchObject({ outputs: IN_TIME, events: 6 });
			expect(broken.told).toEqual([expect.stringMatching(new RegExp(`^${line}: .*JSON`))]);
		});
	});

	test("tells of a page that is an error of Okta's", async () => {
		const [first, ...others] = NEWEST_FIRST.map((event) => JSON.stringify(event));
		const error = '{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit","errorCauses":[]}';
		const broken = await run([`[${first}]`, error, `[${others.join(",")}]`].join("\n"));
		expect(broken).toMatchObject({ outputs: IN_TIME, events: 6, problems: 1 });
		expect(broken.told).toEqual(["2: is no event, but Okta's error E0000047: API call exceeded rate limit"]);
	});

	test("goes on after a bad row", async () => {
		const [header, ...rows] = csv(NEWEST_FIRST).split("\r\n");
		const broken = await run([header, "a,b", ...rows].join("\r\n"));
		expect(broken).toMatchObject({ outputs: IN_TIME, told: ["2: has 2 cells, not 56"] });
	});

	test("says of a row of several lines where it begins, and once", async () => {
		const header = "timestamp,event_type,display_message";
		const good = '"2026-05-04T08:00:00.000Z",user.account.lock,"two\nlines"';
		const unclosed = '"2026-05-04T08:00:00.000Z",user.account.lock,"a\nb "quoted" word"';
		const broken = await run([header, good, unclosed, good, '"a\nb\nc",d', good, good].join("\n"));
		expect(broken.events).toBe(4);
		expect(broken.told).toEqual([expect.stringMatching(/^4: .*Quote/), "8: has 2 cells, not 3"]);
	});

	test.each([
		[
			"is a CSV of something else",
			"name,age\nada,36\n",
			"1: is no export of the System Log: it has no column event_type, timestamp",
		],
		["has a line that does not end", `{"a":1}\n${"x".repeat(16_000_001)}`, "2: begins a line that does not end"],
		[
			"has an event that does not end",
			`[{"a":1},\n{"${"x".repeat(16_000_001)}`,
			"2: begins an event that does not end",
		],
	])("cannot be read when it %s", async (_, text, message) => {
		await expect(run(text)).rejects.toThrow(new NoEventFile(message));
	});

	test("cannot be read when its packing is cut off", async () => {
		await expect(run(gzipSync(JSON.stringify(NEWEST_FIRST)).subarray(0, 60))).rejects.toThrow("unexpected end of file");
	});

	test("may hold nothing", async () => {
		for (const text of ["", "\n", "[]", csv([])]) expect(await run(text)).toMatchObject({ events: 0, told: [] });
	});

	test("counts in its table what was told", async () => {
		const { alerts } = await run(JSON.stringify([...NEWEST_FIRST, lock(9), lock(9, "bob")]));
		expect(alerts.toText(["locked thrice"])).toBe("rule           alerts  05-04\nlocked thrice       1      1\n");
	});
});
