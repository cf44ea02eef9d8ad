import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { test as base, expect, inject } from "vitest";
import { eventHook } from "../fixtures/event-hook.ts";
import type { Answer } from "../fixtures/scripted-answer.ts";
import { NO_CHROMIUM } from "./chromium.ts";
import type { Stage } from "./global-setup.ts";
import { meetOthers } from "./happenings.ts";

const stage = inject("stage");

/** Where the tests play. Only for tests that are not skipped. */
export function onStage(): Stage {
	if (stage === null) throw new Error("there is no browser");
	return stage;
}

/** How long anything may take, on a machine that is busy. */
const PATIENCE = 30_000;

/** What Chromium's console says of an answer with a status of 401. */
export const REFUSED = /^console: Failed to load resource: the server responded with a status of 401/;

let browser: Browser | undefined;
let session: Promise<SessionCookie> | undefined;

interface SessionCookie {
	readonly name: string;
	readonly value: string;
	readonly url: string;
}

/** The cookie of a session, got as the sign-in page's form gets it. */
async function begunSession(): Promise<SessionCookie> {
	const { worker, adminToken } = onStage();
	const { headers } = await fetch(`${worker}/status/sign-in`, {
		method: "POST",
		headers: { Origin: worker },
		body: new URLSearchParams({ token: adminToken }),
		redirect: "manual",
	});
	const [cookie = ""] = headers.getSetCookie();
	const [, name = "", value = ""] = /^([^=]+)=([^;]+)/.exec(cookie) ?? [];
	return { name, value, url: worker };
}

/** Somebody's browser, with nothing in it. Whatever is amiss on its pages is told at the end of the test. */
export class Visitor {
	readonly page: Page;
	readonly #context: BrowserContext;
	readonly #faults: string[] = [];
	readonly #pardoned: RegExp[] = [];

	private constructor(context: BrowserContext, page: Page) {
		this.#context = context;
		this.page = page;
	}

	static async arrive(options: BrowserContextOptions = {}): Promise<Visitor> {
		const { browser: endpoint, worker } = onStage();
		browser ??= await chromium.connect(endpoint);
		const context = await browser.newContext({ baseURL: worker, ...options });
		context.setDefaultTimeout(PATIENCE);
		const visitor = new Visitor(context, await context.newPage());
		await visitor.#watch(new URL(worker).host);
		return visitor;
	}

	async #watch(host: string): Promise<void> {
		const { page } = this;
		await page.addInitScript(() => {
			addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
				console.error(`Content Security Policy: ${violatedDirective} ${blockedURI}`);
			});
		});
		page.on("console", (message) => {
			if (message.type() === "error") this.#faults.push(`console: ${message.text()}`);
		});
		page.on("pageerror", ({ message }) => this.#faults.push(`exception: ${message}`));
		page.on("dialog", (dialog) => {
			this.#faults.push(`dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
		page.on("request", (request) => this.#heed(request.url(), host));
		page.on("websocket", (socket) => this.#heed(socket.url(), host));
	}

	#heed(url: string, host: string): void {
		if (new URL(url).host !== host) this.#faults.push(`request to another origin: ${url}`);
	}

	/** Has something be in order that the browser complains of: what a test does on purpose. */
	pardon(fault: RegExp): void {
		this.#pardoned.push(fault);
	}

	/** Says that ADMIN_TOKEN is known, on the page that asks for it, which is open. Gives the status of the answer. */
	async giveToken(token = onStage().adminToken): Promise<number> {
		await this.page.getByLabel("Admin token").fill(token);
		const answered = this.page.waitForResponse((response) => response.request().method() === "POST");
		await this.page.getByRole("button", { name: "Sign in" }).click();
		return (await answered).status();
	}

	/** Opens one of the status page's views, by a session that began elsewhere. */
	async enter(path = "/status"): Promise<void> {
		session ??= begunSession();
		await this.#context.addCookies([await session]);
		await this.page.goto(path);
	}

	async leave(): Promise<void> {
		// A request that is held up by a test may still be.
		await this.page.unrouteAll({ behavior: "ignoreErrors" });
		await this.#context.close();
		expect(this.#faults.filter((fault) => !this.#pardoned.some((pardoned) => pardoned.test(fault)))).toEqual([]);
	}
}

/** A test with a visitor, who has to find everything in order. Skipped where there is no browser. */
export const test = base.extend<{ options: BrowserContextOptions; visitor: Visitor }>({
	options: {},
	visitor: async ({ options, skip }, use) => {
		if (stage === null) return skip(NO_CHROMIUM);
		meetOthers();
		const visitor = await Visitor.arrive(options);
		await use(visitor);
		await visitor.leave();
	},
});

/** Has Okta deliver events. Resolves as soon as the Worker has answered that it has them. */
export async function deliver(...events: readonly unknown[]): Promise<void> {
	const { worker, hookSecret } = onStage();
	const { status } = await fetch(`${worker}/okta/events`, {
		method: "POST",
		headers: { "Content-Type": "application/json", Authorization: hookSecret },
		body: JSON.stringify(eventHook(events)),
	});
	expect(status).toBe(204);
}

/** Has Falcosidekick answer alerts that hold a text in a way of their own, and all others with its yes. */
export async function falcosidekick(byBody: readonly (readonly [string, Answer])[]): Promise<void> {
	await fetch(onStage().falcosidekick, { method: "POST", body: JSON.stringify({ byBody }) });
}
