import process from "node:process";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { type LocalWorker, startWorker } from "../../scripts/demo/worker.ts";
import { setup as startServers, teardown as stopServers } from "../fixtures/global-setup.ts";
import { chromiumArguments, findChromium, NO_CHROMIUM } from "./chromium.ts";

/** What the browser tests share: one browser, and one Worker with its Falcosidekick. */
export interface Stage {
	/** Where the browser takes commands. */
	readonly browser: string;
	readonly worker: string;
	readonly hookSecret: string;
	readonly adminToken: string;
	/** Where Falcosidekick is told how to answer (fixtures/global-setup.ts). */
	readonly falcosidekick: string;
}

declare module "vitest" {
	interface ProvidedContext {
		/** Null where there is no browser. */
		stage: Stage | null;
	}
}

const HOOK_SECRET = "browser-hook-secret-of-forty-characters-";
const ADMIN_TOKEN = "browser-admin-token-of-forty-characters-";

/** What has been started, to be ended in the opposite order. */
const running: (() => Promise<unknown>)[] = [];

export async function setup(project: TestProject): Promise<void> {
	const executablePath = findChromium();
	if (executablePath === undefined) {
		console.warn(NO_CHROMIUM);
		project.provide("stage", null);
		return;
	}
	try {
		project.provide("stage", await build(project, executablePath));
	} catch (error) {
		await teardown();
		throw error;
	}
}

async function build(project: TestProject, executablePath: string): Promise<Stage> {
	await startServers(project);
	running.push(stopServers);
	const servers = project.getProvidedContext().scriptedServers;
	const { at, url } = (await (await fetch(`${servers}/new`, { method: "POST" })).json()) as { at: number; url: string };
	const browser = await chromium.launchServer({ executablePath, args: chromiumArguments(), handleSIGINT: false });
	running.push(() => browser.close());
	const worker = await startTheWorker(url);
	running.push(worker.close);
	return {
		browser: browser.wsEndpoint(),
		worker: worker.url.origin,
		hookSecret: HOOK_SECRET,
		adminToken: ADMIN_TOKEN,
		falcosidekick: `${servers}/${at}`,
	};
}

/** Leaves the environment as it was: other projects' tests inherit it. */
async function startTheWorker(falcosidekick: string): Promise<LocalWorker> {
	const before = { ...process.env };
	try {
		return await startWorker({
			OKTA_ORG_URL: "https://acme.okta.com",
			OKTA_HOOK_SECRET: HOOK_SECRET,
			ADMIN_TOKEN,
			FALCOSIDEKICK_URL: falcosidekick,
			ALERTS_PER_SECOND: "100",
		});
	} finally {
		for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
		Object.assign(process.env, before);
	}
}

export async function teardown(): Promise<void> {
	for (const end of running.splice(0).reverse()) await end();
}
