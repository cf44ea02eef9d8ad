import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { NoSuchEvent, referenceEvents } from "../../../../scripts/rules/rule-tests/reference-events.ts";

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rule-tests-"));
	mkdirSync(join(folder, "events"));
	writeFileSync(join(folder, "events", "mine.json"), '{"uuid":"mine"}');
	writeFileSync(join(folder, "events", "sign-in.json"), '{"uuid":"my sign-in"}');
	writeFileSync(join(folder, "events", "list.json"), "[]");
	writeFileSync(join(folder, "events", "broken.json"), "{");
	writeFileSync(join(folder, "beside.json"), '{"uuid":"beside"}');
});

describe("referenceEvents", () => {
	test.each([
		["mine", "mine"],
		["sign-in", "my sign-in"],
		["beside.json", "beside"],
		["./events/mine.json", "mine"],
	])("%s is one's own", (name, uuid) => expect(referenceEvents(folder)(name)).toEqual({ uuid }));

	test("what the folder lacks is the project's own", () => {
		expect(referenceEvents(folder)("push-denied")).toMatchObject({ eventType: "user.authentication.auth_via_mfa" });
	});

	test.each([
		["push-denid", "there is no event push-denid; did you mean push-denied?"],
		["mne", "there is no event mne; did you mean mine?"],
		["nothing at all like it", "there is no event nothing at all like it"],
	])("%s: %s", (name, message) => expect(() => referenceEvents(folder)(name)).toThrow(new NoSuchEvent(message)));

	test.each([
		["list", /list\.json: is not a JSON object$/],
		["broken", /broken\.json: .*JSON/],
		["gone.json", /gone\.json: ENOENT/],
	])("%s: %s", (name, message) => expect(() => referenceEvents(folder)(name)).toThrow(message));
});
