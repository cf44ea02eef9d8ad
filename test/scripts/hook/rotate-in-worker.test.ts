import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { workerState } from "../../../scripts/hook/rotate-in-worker.ts";
import { type Listening, listen } from "../../../scripts/listen.ts";
import { eventHook } from "./event-hook.ts";

const [OLD = "", NEW = "", OLD_2 = "", NEW_2 = ""] = ["old", "new", "old-2", "new-2"].map(
	(name) => `${name}-of-the-tests-and-long-enough`,
);

/** A Worker that takes the secrets of before the rotation and no others. */
const worker = createServer(({ headers }, response) => {
	const isTaken = headers.authorization === OLD && headers["x-second"] === OLD_2;
	response.writeHead(isTaken ? 200 : 401);
	response.end(JSON.stringify({ verification: headers["x-okta-verification-challenge"] }));
});
let listening: Listening;
beforeAll(async () => {
	listening = await listen(worker);
});
afterAll(() => listening.close());
afterEach(() => vi.unstubAllEnvs());

test.each([
	["both secrets", NEW, NEW_2, ["OKTA_HOOK_SECRET_PREVIOUS", "OKTA_HOOK_SECRET_2_PREVIOUS"]],
	["the secret", NEW, OLD_2, ["OKTA_HOOK_SECRET_PREVIOUS"]],
	["the second header's", OLD, NEW_2, ["OKTA_HOOK_SECRET_2_PREVIOUS"]],
])("a Worker forgets in the end what it was given for the rotation: %s", async (_, secret, second, forgotten) => {
	vi.stubEnv("OKTA_HOOK_SECRET_PREVIOUS", OLD);
	vi.stubEnv("OKTA_HOOK_HEADER_2", "X-Second");
	vi.stubEnv("OKTA_HOOK_SECRET_2_PREVIOUS", OLD_2);
	const after = {
		authScheme: { key: "Authorization", value: secret },
		headers: [{ key: "X-Second", value: second }],
	};
	const own = [eventHook({ uri: `http://127.0.0.1:${listening.port}/okta/events` })];
	expect(await workerState(own, after)).toMatchObject({
		kind: "behind",
		retire: forgotten.map((name) => `npx wrangler secret delete ${name}`),
	});
});

test("a token that the Worker does not take is not made a secret of it", async () => {
	const after = { authScheme: { key: "Authorization", value: "Bearer eyJh.eyJp.c2ln" }, headers: [] };
	const address = `http://127.0.0.1:${listening.port}/okta/events`;
	const failure = workerState([eventHook({ uri: address })], after);
	await expect(failure).rejects.toThrow(
		`signed with a key of OKTA_HOOK_JWKS, for the org of OKTA_ORG_URL and for ${address}`,
	);
	await expect(failure).rejects.not.toThrow("eyJ");
});
