import { type Bundle, buildWorker } from "../../../scripts/workerd/bundle.ts";
import { Workerd } from "../../../scripts/workerd/workerd.ts";
import { Workspace } from "../../../scripts/workerd/workspace.ts";
import { eventHook } from "../../fixtures/event-hook.ts";
import { logEvent } from "../../fixtures/log-event.ts";
import { ruleSet } from "../../fixtures/test-rules.ts";
import type { Way } from "./ways.ts";

const SECRET = "private-hook-secret-of-forty-characters-or-so";
const ADMIN_TOKEN = "private-admin-token-of-forty-characters-or-so";

/** Builds the Worker with the rules of the tests, once for any number of deployments that end with the workspace. */
export async function build(): Promise<{ readonly workspace: Workspace; readonly bundle: Bundle }> {
	const workspace = new Workspace();
	return { workspace, bundle: await buildWorker(workspace, "worker", ruleSet()) };
}

/** What `/admin/status` says, as far as it is looked at here. */
export interface Status {
	readonly alerts: Readonly<Record<"pending" | "held" | "dead" | "deliveredLastDay", number>>;
	readonly destination: { readonly state: string; readonly reason: string };
}

/** The Worker in workerd, on a storage of its own that outlives new settings. */
export class DeployedWorker {
	readonly #workspace: Workspace;
	readonly #bundle: Bundle;
	readonly #storage: string;
	#locked = 0;
	readonly #lines: string[] = [];
	#workerd: Workerd | undefined;
	#url = new URL("http://127.0.0.1:9/");

	/** `name` tells deployments of one workspace apart. */
	constructor({ workspace, bundle }: Awaited<ReturnType<typeof build>>, name: string) {
		this.#workspace = workspace;
		this.#bundle = bundle;
		this.#storage = workspace.folder("storage", name);
	}

	/** Deploys it, or deploys it again, with these settings and this way for its binding FALCOSIDEKICK. */
	async deploy(settings: Readonly<Record<string, string>>, way?: Way): Promise<void> {
		await this.stop();
		const variables = {
			OKTA_ORG_URL: "https://acme.okta.com",
			OKTA_HOOK_SECRET: SECRET,
			ADMIN_TOKEN,
			ALERTS_PER_SECOND: "1000",
			...settings,
		};
		this.#workerd = await Workerd.start({
			workspace: this.#workspace,
			bundle: this.#bundle,
			storage: this.#storage,
			variables,
			surroundings: way && { services: way, bindings: { FALCOSIDEKICK: "falcosidekick" } },
			log: { write: (line) => void this.#lines.push(line), last: this.#lines },
		});
		this.#url = this.#workerd.url;
	}

	/** All that it wrote, over all deployments. */
	get log(): string {
		return this.#lines.join("\n");
	}

	/** Has Okta deliver that these accounts were locked: one alert for each. */
	async locks(...names: readonly string[]): Promise<void> {
		const events = names.map((displayName) => {
			// Each on a day of its own, so that rules which count find nothing to count.
			const published = new Date(Date.UTC(2026, 0, ++this.#locked)).toISOString();
			return logEvent({ uuid: crypto.randomUUID(), published, eventType: "user.account.lock", actor: { displayName } });
		});
		const headers = { "Content-Type": "application/json", Authorization: SECRET };
		const body = JSON.stringify(eventHook(events));
		const { status } = await fetch(new URL("/okta/events", this.#url), { method: "POST", headers, body });
		if (status !== 204) throw new Error(`the delivery was answered by ${status}: ${this.log}`);
	}

	status(): Promise<Status> {
		return this.#admin<Status>("GET", "status");
	}

	/** What an operator does who has mended something and will not wait: has all sent that waits. */
	async replay(): Promise<void> {
		const { alerts } = await this.#admin<{ alerts: { id: string }[] }>("GET", "alerts?state=pending,held");
		for (const { id } of alerts) await this.#admin("POST", `alerts/${encodeURIComponent(id)}/replay`);
	}

	async #admin<Answer>(method: string, path: string): Promise<Answer> {
		const headers = { Authorization: `Bearer ${ADMIN_TOKEN}` };
		const response = await fetch(new URL(`/admin/${path}`, this.#url), { method, headers });
		if (!response.ok) throw new Error(`${path} was answered by ${response.status}: ${await response.text()}`);
		return (await response.json()) as Answer;
	}

	/** Ends it without warning. */
	async stop(): Promise<void> {
		await this.#workerd?.kill();
	}
}
