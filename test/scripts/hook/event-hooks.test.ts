import { describe, expect, test } from "vitest";
import { EventHooks } from "../../../scripts/hook/event-hooks.ts";
import { connect } from "../../fixtures/okta/connect.ts";

const DEFINITION = {
	name: "okta-falco",
	description: null,
	types: ["user.session.start", "user.account.lock", "user.account.unlock"],
	filter: null,
	uri: "https://okta-falco.example.com/okta/events",
	authScheme: { key: "Authorization", value: "secret" },
	headers: [{ key: "X-Team", value: "secops" }],
};

/** An org, and an address that repeats challenges as long as it is `willing`. */
function org() {
	const worker = { willing: true };
	const fetch = async (_: string | URL | Request, init?: RequestInit) => {
		const verification = new Headers(init?.headers).get("x-okta-verification-challenge");
		return worker.willing ? Response.json({ verification }) : new Response(null, { status: 401 });
	};
	const connection = connect({ fetch });
	return { ...connection, worker, hooks: new EventHooks(connection.api) };
}

describe("an event hook", () => {
	test("is created active and not verified, and shown without its secret", async () => {
		const { hooks } = org();
		const created = await hooks.create(DEFINITION);
		expect(created).toMatchObject({ status: "ACTIVE", verificationStatus: "UNVERIFIED", name: "okta-falco" });
		expect(created.events.items.toSorted()).toEqual(DEFINITION.types.toSorted());
		expect(created.channel.config).toEqual({
			uri: DEFINITION.uri,
			headers: DEFINITION.headers,
			authScheme: { key: "Authorization" },
		});
		expect(await hooks.list()).toEqual([created]);
	});

	test("has to be verified anew when its channel changes, and only then", async () => {
		const { hooks } = org();
		const { id } = await hooks.create(DEFINITION);
		expect((await hooks.verify(id)).verificationStatus).toBe("VERIFIED");
		expect((await hooks.replace(id, { ...DEFINITION, types: ["user.session.end"] })).verificationStatus).toBe(
			"VERIFIED",
		);
		const authScheme = { key: "Authorization", value: "another" };
		expect((await hooks.replace(id, { ...DEFINITION, authScheme })).verificationStatus).toBe("UNVERIFIED");
	});

	test("is not verified by an address that refuses", async () => {
		const { hooks, worker } = org();
		const { id } = await hooks.create(DEFINITION);
		worker.willing = false;
		await expect(hooks.verify(id)).rejects.toThrow(
			/verify: 400\. E0000001: Api validation failed: verification: HTTP status 401/,
		);
	});

	test("is deleted only when it is inactive", async () => {
		const { hooks } = org();
		const { id } = await hooks.create(DEFINITION);
		await expect(hooks.delete(id)).rejects.toMatchObject({ status: 403 });
		expect((await hooks.deactivate(id)).status).toBe("INACTIVE");
		expect((await hooks.activate(id)).status).toBe("ACTIVE");
		await hooks.deactivate(id);
		await hooks.delete(id);
		expect(await hooks.list()).toEqual([]);
	});

	test.each([
		["a name that is taken", { name: "okta-falco" }, /already exists/],
		[
			"a type that cannot be pushed",
			{ name: "b", types: ["zone.update"] },
			/Not eligible for event hooks: zone\.update/,
		],
		[
			"more than 300 types",
			{ name: "b", types: Array.from({ length: 301 }, () => "user.session.start") },
			/Between 1 and 300/,
		],
		["an address in the clear", { name: "b", uri: "http://okta-falco.example.com" }, /no https address/],
	])("is refused with %s, and Okta's reason is told", async (_, changes, message) => {
		const { hooks } = org();
		await hooks.create(DEFINITION);
		await expect(hooks.create({ ...DEFINITION, ...changes })).rejects.toThrow(message);
	});
});

test("hooks of others are listed, whatever they look like", async () => {
	const { hooks, org: okta } = org();
	const flow = {
		id: "who9",
		name: "flow",
		status: "ACTIVE",
		verificationStatus: "VERIFIED",
		events: null,
		channel: { type: "FLOW" },
	};
	okta.script.push(Response.json([flow]));
	expect(await hooks.list()).toMatchObject([{ id: "who9", events: { items: [] }, channel: { config: { uri: "" } } }]);
	okta.script.push(Response.json([{ name: "nothing" }]));
	await expect(hooks.list()).rejects.toThrow(/none as its API documents them: id/);
});
