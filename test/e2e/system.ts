import { createTestHarness } from "wrangler";
import { eventHook } from "../fixtures/event-hook.ts";
import { ROOT } from "../fixtures/run-script.ts";
import { type ScriptedServer, startScriptedServer } from "../fixtures/scripted-server.ts";

export const SECRET = "e2e-hook-secret-of-forty-characters-or-so";
export const ADMIN_TOKEN = "e2e-admin-token-of-forty-characters-or-so";

/** Name of the org's object. */
export const ORG = { name: "acme.okta.com" };

/**
 * The Worker as it is deployed: built by Wrangler, in workerd as at Cloudflare, alarms going off by themselves; and a
 * scripted Falcosidekick behind it.
 */
export interface System {
	readonly url: URL;
	readonly harness: ReturnType<typeof createTestHarness>;
	readonly falcosidekick: ScriptedServer;
	/** Has Okta deliver events. */
	readonly deliver: (...events: readonly unknown[]) => ReturnType<System["harness"]["fetch"]>;
	readonly close: () => Promise<void>;
}

/** Starts one; `variables` beside those that it cannot do without. */
export async function startSystem(variables: Readonly<Record<string, string>> = {}): Promise<System> {
	const falcosidekick = await startScriptedServer();
	const vars = { OKTA_ORG_URL: "https://acme.okta.com", FALCOSIDEKICK_URL: falcosidekick.url, ...variables };
	const secrets = { OKTA_HOOK_SECRET: SECRET, ADMIN_TOKEN };
	const harness = createTestHarness({ root: ROOT, workers: [{ configPath: "wrangler.toml", vars, secrets }] });
	const { url } = await harness.listen();
	const headers = { "Content-Type": "application/json", Authorization: SECRET };
	const deliver = (...events: readonly unknown[]) =>
		harness.fetch("/okta/events", { method: "POST", headers, body: JSON.stringify(eventHook(events)) });
	const close = async () => {
		await harness.close();
		await falcosidekick.close();
	};
	return { url, harness, falcosidekick, deliver, close };
}
