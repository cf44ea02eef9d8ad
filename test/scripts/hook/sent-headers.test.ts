import { afterEach, expect, test, vi } from "vitest";
import { CURRENT, knownHeaders, PREVIOUS, secretHeader, sentHeaders } from "../../../scripts/hook/sent-headers.ts";

const NAMES = ["OKTA_HOOK_SECRET", "OKTA_HOOK_SECRET_2", "OKTA_HOOK_HEADER", "OKTA_HOOK_HEADER_2"];
const ALL = [...NAMES, "OKTA_HOOK_SECRET_PREVIOUS", "OKTA_HOOK_SECRET_2_PREVIOUS"];

function environment(variables: Record<string, string>): void {
	for (const name of ALL) vi.stubEnv(name, variables[name] ?? "");
}
afterEach(() => vi.unstubAllEnvs());

test("a hook sends the secret in Authorization, unless it is told", async () => {
	environment({ OKTA_HOOK_SECRET: " secret\n" });
	expect(await sentHeaders(CURRENT, "")).toEqual({
		authScheme: { key: "Authorization", value: "secret" },
		headers: [],
	});
	environment({ OKTA_HOOK_SECRET: "Bearer a.b.c", OKTA_HOOK_HEADER: "X-Secret" });
	expect((await sentHeaders(CURRENT, "")).authScheme).toEqual({ key: "X-Secret", value: "Bearer a.b.c" });
});

test("it sends a second header, too, which may stay what it is in a rotation", async () => {
	environment({
		OKTA_HOOK_SECRET: "new",
		OKTA_HOOK_SECRET_PREVIOUS: "old",
		OKTA_HOOK_HEADER_2: "X-Second",
		OKTA_HOOK_SECRET_2: "same",
	});
	expect([await sentHeaders(CURRENT, ""), await sentHeaders(PREVIOUS, "")]).toMatchObject([
		{ authScheme: { value: "new" }, headers: [{ key: "X-Second", value: "same" }] },
		{ authScheme: { value: "old" }, headers: [{ key: "X-Second", value: "same" }] },
	]);
	vi.stubEnv("OKTA_HOOK_SECRET_2_PREVIOUS", "other");
	expect((await sentHeaders(PREVIOUS, "")).headers).toEqual([{ key: "X-Second", value: "other" }]);
});

test("what it sends may be unknown", async () => {
	environment({});
	expect(await knownHeaders(CURRENT)).toBeUndefined();
});

test.each([
	["no header's name", { OKTA_HOOK_HEADER: "X Secret" }, "OKTA_HOOK_HEADER is not a name that a header can have."],
	[
		"two lines",
		{ OKTA_HOOK_SECRET: "one\ntwo" },
		"OKTA_HOOK_SECRET is not something that a header can carry: one line of ASCII.",
	],
	[
		"letters that no header carries",
		{ OKTA_HOOK_SECRET: "sëcret" },
		"OKTA_HOOK_SECRET is not something that a header can carry: one line of ASCII.",
	],
	[
		"a second header without its secret",
		{ OKTA_HOOK_SECRET: "s", OKTA_HOOK_HEADER_2: "X" },
		"OKTA_HOOK_SECRET_2 is needed, since OKTA_HOOK_HEADER_2 is set.",
	],
])("%s cannot be sent, and the value is not told", async (_, variables, message) => {
	environment(variables);
	await expect(Promise.resolve().then(async () => [secretHeader(), await sentHeaders(CURRENT, "")])).rejects.toThrow(
		message,
	);
});
