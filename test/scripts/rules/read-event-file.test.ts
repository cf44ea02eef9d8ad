import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readEventFile } from "../../../scripts/rules/read-event-file.ts";
import { delivery } from "../../fixtures/log-events.ts";

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "events-"));
});

function read(text: string) {
	const file = join(folder, "events.json");
	writeFileSync(file, text);
	return readEventFile(file);
}

const ONE = { uuid: "1", eventType: "a" };
const TWO = { uuid: "2", eventType: "b" };

describe("readEventFile", () => {
	test.each([
		["an event", JSON.stringify(ONE, null, 2), [ONE]],
		["an array of events", JSON.stringify([ONE, TWO]), [ONE, TWO]],
		["a delivery", JSON.stringify(delivery([ONE, TWO])), [ONE, TWO]],
		["an event a line", `${JSON.stringify(ONE)}\n\n${JSON.stringify(TWO)}\r\n`, [ONE, TWO]],
		["a delivery a line", `${JSON.stringify(delivery([ONE]))}\n${JSON.stringify(delivery([TWO]))}`, [ONE, TWO]],
	])("%s", (_, text, events) => expect(read(text)).toEqual(events));

	test.each([
		["", /holds no event$/],
		["[]", /holds no event$/],
		[JSON.stringify(delivery([])), /holds no event$/],
		["[1]", /holds something that is no event$/],
		["null", /holds something that is no event$/],
		[`${JSON.stringify(ONE)}\n{`, /events\.json:2: is not JSON: /],
		[`${JSON.stringify(ONE)}\n"text"`, /events\.json:2: holds something/],
	])("%j: %s", (text, message) => expect(() => read(text)).toThrow(message));

	test("a file that is not there", () => expect(() => readEventFile(join(folder, "gone"))).toThrow(/gone: ENOENT/));
});
