import * as z from "zod";
import type { OktaApi } from "../../src/okta/api/client.ts";
import { OktaApiError } from "../../src/okta/api/okta-api-error.ts";

/** The most event types of a hook (Okta's page "Event hooks"). */
export const TYPES_PER_HOOK = 300;

const HEADER = z.object({ key: z.string(), value: z.string().optional() });

const FILTER = z.looseObject({ eventFilterMap: z.array(z.looseObject({ event: z.string() })).nullish() });

/** Strict where that matters: an org has hooks of others, which need not be understood. */
const EVENT_HOOK = z.object({
	id: z.string().regex(/^\w+$/),
	name: z.string(),
	description: z.string().nullish().catch(null),
	status: z.string(),
	verificationStatus: z.string(),
	events: z
		.object({ items: z.array(z.string()).catch([]), filter: FILTER.nullish().catch(null) })
		.catch({ items: [], filter: null }),
	channel: z
		.object({
			config: z.object({
				uri: z.string(),
				headers: z.array(HEADER).nullish().catch([]),
				authScheme: z.object({ key: z.string() }).nullish().catch(null),
			}),
		})
		.catch({ config: { uri: "", headers: [], authScheme: null } }),
});

/** An event hook as Okta shows it (schema `EventHook`): without its secret, its event types in any order. */
export type EventHook = z.output<typeof EVENT_HOOK>;

/** Which events stay away from a hook, by type. */
export type EventFilter = z.output<typeof FILTER>;

/** A header with what it carries. */
export interface Header {
	readonly key: string;
	readonly value: string;
}

/** What Okta is told of a hook. */
export interface HookDefinition {
	readonly name: string;
	readonly description: string | null;
	readonly types: readonly string[];
	readonly filter: EventFilter | null;
	readonly uri: string;
	/** Carries the secret. */
	readonly authScheme: Header;
	readonly headers: readonly { readonly key: string; readonly value?: string | undefined }[];
}

const PATH = "/api/v1/eventHooks";

/** The org's event hooks (Okta's Management API, Event Hooks). Everything throws `OktaApiError`. */
export class EventHooks {
	readonly #api: OktaApi;

	constructor(api: OktaApi) {
		this.#api = api;
	}

	async list(): Promise<EventHook[]> {
		const hooks: EventHook[] = [];
		for await (const hook of this.#api.list(PATH)) hooks.push(read(hook));
		return hooks;
	}

	/** Creates a hook, which is active then, but not verified. */
	create(definition: HookDefinition): Promise<EventHook> {
		return this.#ask("POST", PATH, bodyOf(definition));
	}

	/** Replaces all of a hook but its status. Another channel than before, and it is not verified any more. */
	replace(id: string, definition: HookDefinition): Promise<EventHook> {
		return this.#ask("PUT", `${PATH}/${id}`, bodyOf(definition));
	}

	/** Has Okta send its challenge to the hook, and read the answer. */
	verify(id: string): Promise<EventHook> {
		return this.#ask("POST", `${PATH}/${id}/lifecycle/verify`);
	}

	activate(id: string): Promise<EventHook> {
		return this.#ask("POST", `${PATH}/${id}/lifecycle/activate`);
	}

	deactivate(id: string): Promise<EventHook> {
		return this.#ask("POST", `${PATH}/${id}/lifecycle/deactivate`);
	}

	/** Deletes a hook that is not active. It cannot be had back. */
	async delete(id: string): Promise<void> {
		await this.#api.request("DELETE", `${PATH}/${id}`);
	}

	async #ask(method: "POST" | "PUT", path: string, body?: unknown): Promise<EventHook> {
		return read(await this.#api.request(method, path, body));
	}
}

function read(value: unknown): EventHook {
	const hook = EVENT_HOOK.safeParse(value);
	if (hook.success) return hook.data;
	const [issue] = hook.error.issues;
	throw new OktaApiError(
		`Okta's event hook is none as its API documents them: ${issue?.path.join(".")}: ${issue?.message}`,
	);
}

function bodyOf({ name, description, types, filter, uri, authScheme, headers }: HookDefinition) {
	return {
		name,
		description,
		events: { type: "EVENT_TYPE", items: types, ...(filter === null ? {} : { filter }) },
		channel: {
			type: "HTTP",
			version: "1.0.0",
			config: { uri, headers, authScheme: { type: "HEADER", ...authScheme } },
		},
	};
}
