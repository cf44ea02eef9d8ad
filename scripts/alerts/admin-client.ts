import * as z from "zod";

/** Where a Worker is, and what opens its operators' doors. */
export interface Doors {
	readonly url: URL;
	readonly token: string | undefined;
	/** Request headers beside the token: those of a Cloudflare Access service token, for one. */
	readonly headers: Readonly<Record<string, string>>;
}

const TIMEOUT = 10_000;

const ALERT = z.object({
	id: z.string(),
	state: z.string(),
	priority: z.string(),
	rule: z.string(),
	actor: z.string(),
	time: z.string(),
	created: z.string(),
	settled: z.string().nullable(),
	attempts: z.number(),
	reason: z.string(),
});

/** An alert as the Worker tells of it. Times are ISO 8601. */
export type AlertEntry = z.output<typeof ALERT>;

const DETAILS = ALERT.extend({
	/** The last attempts that failed, oldest first. */
	tries: z.array(z.object({ at: z.string(), reason: z.string() })).default([]),
	/** What is sent to Falcosidekick. */
	json: z.string(),
});
export type AlertDetails = z.output<typeof DETAILS>;

const PAGE = z.object({ alerts: z.array(ALERT), next: z.string().nullable() });

const SET_ASIDE = z.object({
	id: z.number(),
	kind: z.string(),
	at: z.string(),
	source: z.string(),
	reason: z.string(),
	text: z.string(),
});
export type SetAside = z.output<typeof SET_ASIDE>;

const SET_ASIDES = z.object({ events: z.array(SET_ASIDE), next: z.number().nullable() });

const UNSEEN = z.object({ unseen: z.array(z.string()) });

const COUNT = z.number();

const STATUS = z.object({
	troubles: z.array(z.string()),
	alerts: z.record(z.string(), COUNT),
	oldestPendingSeconds: z.number().nullable(),
	setAside: z.object({ rejected: COUNT, failed: COUNT }),
	destination: z.object({
		state: z.string(),
		since: z.string().nullable(),
		nextTry: z.string().nullable(),
		reason: z.string(),
	}),
	okta: z.object({
		deliveries: COUNT,
		lastDelivery: z.string().nullable(),
		events: COUNT,
		duplicates: COUNT,
		rejected: COUNT,
		failed: COUNT,
		alerts: COUNT,
	}),
	/** Deliveries refused of late; null when none was, or when the Worker is of a time before it told. */
	refused: z
		.object({ since: z.string(), last: z.string(), status: COUNT, reason: z.string() })
		.nullable()
		.default(null),
	/** How the System Log is read; null where it is not. */
	sweep: z
		.object({
			lastRun: z.string().nullable(),
			lastSuccess: z.string().nullable(),
			sweptTo: z.string().nullable(),
			cursorAgeSeconds: COUNT.nullable(),
			failingSince: z.string().nullable(),
			retryAt: z.string().nullable(),
			error: z.string(),
			isBehind: z.boolean(),
			pages: COUNT,
			read: COUNT,
			events: COUNT,
			alerts: COUNT,
			recovered: COUNT,
		})
		.nullable(),
	/** The ways that should bring events and do not. */
	silences: z.array(z.object({ feed: z.string(), since: z.string(), reason: z.string() })),
});
export type Status = z.output<typeof STATUS>;

/** What a list is narrowed to; the Worker's query parameters of the same names. */
export interface AlertQuery {
	readonly state?: string;
	readonly rule?: string;
	readonly actor?: string;
	/** The least urgent that is wanted. */
	readonly priority?: string;
	readonly since?: string;
	readonly until?: string;
}

/** The Worker's `/admin` routes. Everything throws an Error that says what to do about it. */
export class AdminClient {
	readonly #doors: Doors;

	constructor(doors: Doors) {
		this.#doors = doors;
	}

	status(): Promise<Status> {
		return this.#ask("GET", "status", STATUS);
	}

	/** The alerts that a query finds, a page after the other, until `limit`. */
	async *alerts(query: AlertQuery, limit: number): AsyncGenerator<AlertEntry> {
		let left = limit;
		let cursor: string | undefined;
		while (left > 0) {
			const parameters = { ...query, limit: String(Math.min(left, 100)), ...(cursor === undefined ? {} : { cursor }) };
			const { alerts, next } = await this.#ask("GET", `alerts?${new URLSearchParams(parameters)}`, PAGE);
			yield* alerts;
			left -= alerts.length;
			if (next === null) return;
			cursor = next;
		}
	}

	alert(id: string): Promise<AlertDetails> {
		return this.#ask("GET", `alerts/${encodeURIComponent(id)}`, DETAILS);
	}

	/** `replay` has an alert sent again, `resolve` closes it. */
	settle(id: string, verb: "replay" | "resolve"): Promise<AlertDetails> {
		return this.#ask("POST", `alerts/${encodeURIComponent(id)}/${verb}`, DETAILS);
	}

	/** The events that were set aside, the newest first, a page after the other, until `limit`. */
	async *setAsides(limit: number): AsyncGenerator<SetAside> {
		let left = limit;
		let before: string | undefined;
		while (left > 0) {
			const parameters = { limit: String(Math.min(left, 200)), ...(before === undefined ? {} : { before }) };
			const { events, next } = await this.#ask("GET", `rejected?${new URLSearchParams(parameters)}`, SET_ASIDES);
			yield* events;
			left -= events.length;
			if (next === null) return;
			before = String(next);
		}
	}

	/** Those of some events' uuids that the Worker has not seen within a week. */
	async unseen(uuids: readonly string[]): Promise<readonly string[]> {
		const { unseen } = await this.#ask("POST", "seen", UNSEEN, { uuids });
		return unseen;
	}

	/** `replay` evaluates an event that was set aside, `resolve` forgets it. */
	async settleSetAside(id: number, verb: "replay" | "resolve"): Promise<void> {
		await this.#ask("POST", `rejected/${id}/${verb}`, z.object({}));
	}

	async #ask<Output>(method: string, path: string, schema: z.ZodType<Output>, body?: unknown): Promise<Output> {
		const { url, token, headers } = this.#doors;
		const { status, text } = await this.#fetch(new URL(`admin/${path}`, url), {
			method,
			headers: { ...headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			redirect: "manual",
			signal: AbortSignal.timeout(TIMEOUT),
		});
		const answer = parse(text);
		if (status === 404 && NO_DOORS.safeParse(answer).success) {
			throw new Error(
				`${url.host} has no doors for operators: give the Worker an ADMIN_TOKEN (npx wrangler secret put ADMIN_TOKEN), or look at --url`,
			);
		}
		if (status < 200 || status > 299) {
			throw new Error(REFUSALS[status] ?? `${url.host} answered ${status}: ${errorOf(answer, text)}`);
		}
		const { success, data } = schema.safeParse(answer);
		if (success) return data;
		throw new Error(
			`${url.host} does not answer as this version of the Worker does: look at --url, or deploy the Worker anew`,
		);
	}

	async #fetch(url: URL, init: RequestInit): Promise<{ readonly status: number; readonly text: string }> {
		try {
			const response = await fetch(url, init);
			return { status: response.status, text: await response.text() };
		} catch (error) {
			const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
			throw new Error(`${url.host} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`);
		}
	}
}

/** Undefined where it is no JSON. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const REFUSALS: Readonly<Record<number, string>> = {
	302: "the Worker is behind a login: give --header with a Cloudflare Access service token",
	401: "the token is refused: give the Worker's ADMIN_TOKEN, as the variable of that name or by --token",
};

/** What the Worker says of a path that it does not have, as it has none of these without a token or Cloudflare Access. */
const NO_DOORS = z.object({ error: z.literal("not found") });

const REASON = z.object({ error: z.string() });

/** The reason in the Worker's answer; its beginning, when it is of another kind. */
function errorOf(answer: unknown, text: string): string {
	return REASON.safeParse(answer).data?.error ?? text.slice(0, 200);
}
