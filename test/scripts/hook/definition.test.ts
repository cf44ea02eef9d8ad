import { describe, expect, test } from "vitest";
import { changedHook } from "../../../scripts/hook/definition.ts";
import { eventHook, HOOK_URL } from "./event-hook.ts";

const SENT = {
	authScheme: { key: "Authorization", value: "new secret" },
	headers: [{ key: "X-Second", value: "new second" }],
};

describe("a hook that is changed", () => {
	test("keeps what an admin set besides", () => {
		const hook = eventHook({ description: "ours", headers: [{ key: "X-Team", value: "secops" }] });
		expect(changedHook(hook, ["user.account.lock"], HOOK_URL.href, SENT)).toEqual({
			name: "okta-falco",
			description: "ours",
			types: ["user.account.lock"],
			filter: null,
			uri: HOOK_URL.href,
			authScheme: SENT.authScheme,
			headers: [
				{ key: "X-Team", value: "secops" },
				{ key: "X-Second", value: "new second" },
			],
		});
	});

	test("sends each header once", () => {
		const hook = eventHook({
			headers: [
				{ key: "x-second", value: "old" },
				{ key: "authorization", value: "?" },
			],
		});
		expect(changedHook(hook, [], HOOK_URL.href, SENT).headers).toEqual(SENT.headers);
	});

	test("keeps the filters of the event types that it still carries", () => {
		const of = (event: string) => ({ event, condition: { version: null, expression: "event.x" } });
		const filter = { type: "EXPRESSION_LANGUAGE", eventFilterMap: [of("user.account.lock"), of("user.session.start")] };
		const hook = eventHook({ filter });
		expect(changedHook(hook, ["user.account.lock"], "", SENT).filter).toEqual({
			type: "EXPRESSION_LANGUAGE",
			eventFilterMap: [of("user.account.lock")],
		});
		expect(changedHook(hook, ["user.session.end"], "", SENT).filter).toBeNull();
	});
});
