import { randomBytes } from "node:crypto";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ORG_URL } from "../demo/cast.ts";
import { type OktaOrg, oktaOrg } from "../demo/okta-org.ts";
import type { Bundle } from "../workerd/bundle.ts";
import { StoredObject, storedFile } from "../workerd/stored-object.ts";
import { WorkerLog } from "../workerd/worker-log.ts";
import { Workerd } from "../workerd/workerd.ts";
import { NAMESPACE_KEY } from "../workerd/workerd-config.ts";
import type { Workspace } from "../workerd/workspace.ts";
import { restoreFixture } from "./migration/fixture.ts";
import { oktaAt } from "./okta-at.ts";
import { HOOK_ID } from "./test-event.ts";

export interface DeploymentOptions {
	readonly workspace: Workspace;
	/** Tells deployments of one workspace apart. */
	readonly name: string;
	readonly bundle: Bundle;
	readonly falcosidekickUrl: string;
	readonly alertsPerSecond: number;
	/** What answers as Okta's API on this machine, and the API token that opens it; without, the System Log is not read. */
	readonly systemLog?: { readonly port: number; readonly token: string };
}

/** The Worker on a storage of its own: it can be killed and started again, with other rules or settings, any number of times. */
export class Deployment {
	readonly log: WorkerLog;
	readonly #adminToken = randomBytes(48).toString("base64url");
	readonly #secret = randomBytes(48).toString("base64url");
	readonly #options: DeploymentOptions;
	readonly #storage: string;
	#workerd: Workerd | undefined;
	#url = new URL("http://127.0.0.1:9/");

	constructor(options: DeploymentOptions) {
		this.#options = options;
		this.#storage = options.workspace.folder("storage", options.name);
		this.log = new WorkerLog([this.#secret, this.#adminToken]);
	}

	/** Starts it, with something else than before where `changes` says so. */
	async start(changes: Partial<Pick<DeploymentOptions, "bundle" | "alertsPerSecond">> = {}): Promise<void> {
		const { workspace, bundle, falcosidekickUrl, alertsPerSecond, systemLog } = { ...this.#options, ...changes };
		this.#workerd = await Workerd.start({
			workspace,
			bundle,
			storage: this.#storage,
			variables: {
				OKTA_ORG_URL: ORG_URL,
				OKTA_HOOK_SECRET: this.#secret,
				ADMIN_TOKEN: this.#adminToken,
				FALCOSIDEKICK_URL: falcosidekickUrl,
				ALERTS_PER_SECOND: String(alertsPerSecond),
				...(systemLog && { OKTA_API_TOKEN: systemLog.token }),
			},
			surroundings: systemLog && oktaAt(new URL(ORG_URL).host, systemLog.port),
			log: this.log,
		});
		this.#url = this.#workerd.url;
	}

	async kill(): Promise<void> {
		await this.#workerd?.kill();
	}

	get workerd(): Workerd {
		if (this.#workerd === undefined) throw new Error("the Worker was not started");
		return this.#workerd;
	}

	/** Where it listens, or listened last. */
	get url(): URL {
		return this.#url;
	}

	/** Has the cron go off, and waits until its work is done, if that comes to an end; never rejects. */
	async goOff(): Promise<void> {
		await fetch(this.workerd.cronUrl).then(
			(answer) => answer.body?.cancel(),
			() => undefined,
		);
	}

	/** An org that delivers to it, wherever it listens at the moment. */
	org(): OktaOrg {
		const deployment = this;
		return oktaOrg(ORG_URL, {
			id: HOOK_ID,
			header: "Authorization",
			secret: this.#secret,
			get url() {
				return new URL("/okta/events", deployment.url);
			},
		});
	}

	/** Asks at one of the operators' doors, whose answer is JSON. */
	async ask(method: "GET" | "POST", path: string): Promise<{ readonly status: number; readonly body: unknown }> {
		const headers = { authorization: `Bearer ${this.#adminToken}` };
		const response = await fetch(new URL(`/admin/${path}`, this.#url), { method, headers });
		return { status: response.status, body: await response.json() };
	}

	/** Kills it and opens what its object has stored. To be closed before it is started again. */
	async open(): Promise<StoredObject> {
		await this.kill();
		return new StoredObject(this.#storage);
	}

	/** Kills it and gives its object, whose file has that name, the storage that a version left behind; as `open`. */
	async restore(version: number, file: string): Promise<StoredObject> {
		await this.kill();
		restoreFixture(version, join(this.#storage, NAMESPACE_KEY, file));
		return new StoredObject(this.#storage);
	}

	/** Kills it and makes its object's file unreadable; the function that is given brings the file back. */
	async breakStorage(): Promise<() => void> {
		await this.kill();
		const file = storedFile(this.#storage);
		const parts = [file, `${file}-wal`, `${file}-shm`].filter((path) => existsSync(path));
		for (const part of parts) renameSync(part, `${part}.kept`);
		writeFileSync(file, "not a database ".repeat(1000));
		return () => {
			for (const part of parts) renameSync(`${part}.kept`, part);
		};
	}
}
