import { expect, test } from "vitest";
import { EventHooks } from "../../../scripts/hook/event-hooks.ts";
import { bridgeHooks, ownHooks } from "../../../scripts/hook/own-hooks.ts";
import { rotateInOkta } from "../../../scripts/hook/rotate-in-okta.ts";
import { connect } from "../../fixtures/okta/connect.ts";
import { HOOK_URL } from "./event-hook.ts";

const OWNER = { name: "okta-falco", url: HOOK_URL };

const sentWith = (value: string) => ({ authScheme: { key: "Authorization", value }, headers: [] });

/** An org with a hook for each of some event types, all delivering with the old secret, and the types that Okta stopped pushing. */
async function orgWith(...types: readonly string[]) {
	/** How many verifications from now on go well. */
	const worker = { willing: Number.POSITIVE_INFINITY };
	const { org, api } = connect({
		fetch: async (_, init) => {
			const verification = new Headers(init?.headers).get("x-okta-verification-challenge");
			return worker.willing-- > 0 ? Response.json({ verification }) : new Response(null, { status: 401 });
		},
	});
	const hooks = new EventHooks(api);
	for (const [at, type] of types.entries()) {
		const name = at === 0 ? "okta-falco" : `okta-falco ${at + 1}`;
		const definition = { name, description: null, types: [type], filter: null, uri: HOOK_URL.href };
		const { id } = await hooks.create({ ...definition, ...sentWith("old") });
		await hooks.verify(id);
	}
	const missed = new Set<string>();
	const look = () => {
		for (const type of types) if (org.hooks.carrying(type).length === 0) missed.add(type);
	};
	for (const change of ["replace", "setStatus", "delete"] as const) {
		const known = org.hooks[change].bind(org.hooks) as (...args: unknown[]) => unknown;
		Object.assign(org.hooks, {
			[change]: (...args: unknown[]) => {
				const result = known(...args);
				look();
				return result;
			},
		});
	}
	const rotate = async () => {
		const all = await hooks.list();
		const [own, bridges] = [ownHooks(all, OWNER), bridgeHooks(all, OWNER)];
		return rotateInOkta({ hooks, all, own, bridges, name: "okta-falco", after: sentWith("new"), overlap: 0 });
	};
	return { org, worker, missed, rotate };
}

const TYPES = ["user.session.start", "user.account.lock", "user.mfa.factor.deactivate"];

// Of three hooks each has a bridge that is verified, and then is verified itself.
test.each([0, 1, 2, 3, 4, 5])(
	"broken off after %i verifications and run again, no event type is without a hook",
	async (willing) => {
		const { org, worker, missed, rotate } = await orgWith(...TYPES);
		worker.willing = willing;
		await expect(rotate()).rejects.toThrow("Okta could not verify");
		worker.willing = Number.POSITIVE_INFINITY;
		expect(await rotate()).toHaveLength(TYPES.length);
		expect([...missed]).toEqual([]);
		const after = org.hooks.all.map(({ definition, verificationStatus }) => ({
			name: definition.name,
			types: definition.eventTypes,
			secret: definition.channel.authScheme.value,
			verificationStatus,
		}));
		expect(after).toEqual(
			TYPES.map((type, at) => ({
				name: at === 0 ? "okta-falco" : `okta-falco ${at + 1}`,
				types: [type],
				secret: "new",
				verificationStatus: "VERIFIED",
			})),
		);
	},
);
