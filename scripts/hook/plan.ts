import { type EventHook, type Header, TYPES_PER_HOOK } from "./event-hooks.ts";
import { delivers, freeNames, isAt, type Ownership, ownHooks } from "./own-hooks.ts";

/** How hooks are to call the Worker; the values of the headers do not matter yet. */
export interface WantedChannel {
	readonly url: URL;
	/** Name of the header with the secret. */
	readonly header: string;
	/** Headers besides. */
	readonly headers: readonly Header[];
}

/** What is to be done about one hook. */
export type Change =
	/** Nothing. */
	| { readonly kind: "keep"; readonly hook: EventHook }
	/** Nothing that could be done here: no rule needs it any more, and Okta wants a hook to carry something. */
	| { readonly kind: "surplus"; readonly hook: EventHook }
	| { readonly kind: "create"; readonly name: string; readonly types: readonly string[] }
	| {
			readonly kind: "replace";
			readonly hook: EventHook;
			readonly types: readonly string[];
			/** What is other than it should be. */
			readonly reasons: readonly string[];
			/** Whether it delivers now, and will not until Okta has verified it anew. */
			readonly interrupts: boolean;
	  };

export interface PlanOptions {
	readonly owner: Ownership;
	readonly channel: WantedChannel;
	/** Event types that the hooks are to carry. */
	readonly types: ReadonlySet<string>;
	/** Send everything anew, the secret too, though nothing seems to be different. */
	readonly force?: boolean;
}

/**
 * What has to change for an org's hooks to carry what they should, to where they should. An event type stays with the hook
 * that carries it, so that none is without a hook in between.
 */
export function planHooks(
	hooks: readonly EventHook[],
	{ owner, channel, types, force = false }: PlanOptions,
): Change[] {
	const own = ownHooks(hooks, owner);
	const shares = shareOut(
		types,
		own.map(({ events }) => events.items),
	);
	const names = freeNames(hooks, owner.name, Math.max(0, shares.length - own.length));
	return shares.map((share, at): Change => {
		const hook = own[at];
		if (hook === undefined) return { kind: "create", name: names[at - own.length] ?? owner.name, types: share };
		if (share.length === 0) return { kind: "surplus", hook };
		const moved = channelReasons(hook, channel);
		const reasons = [
			...moved,
			...typeReasons(hook, share),
			...stateReasons(hook),
			...(force ? ["everything, as asked"] : []),
		];
		if (reasons.length === 0) return { kind: "keep", hook };
		return { kind: "replace", hook, types: share, reasons, interrupts: delivers(hook) && (moved.length > 0 || force) };
	});
}

/**
 * Shares types out to hooks that carry some already, and to as many new ones as it takes. Each is in byte order.
 */
export function shareOut(
	types: ReadonlySet<string>,
	carried: readonly (readonly string[])[],
	most: number = TYPES_PER_HOOK,
): readonly (readonly string[])[] {
	const left = new Set([...types].sort());
	const shares = carried.map((items) => items.filter((type) => left.delete(type)));
	for (const type of left) {
		let share = shares.find(({ length }) => length < most);
		if (share === undefined) {
			share = [];
			shares.push(share);
		}
		share.push(type);
	}
	return shares.map((share) => share.sort());
}

function channelReasons(hook: EventHook, { url, header, headers }: WantedChannel): string[] {
	const { uri, authScheme, headers: shown } = hook.channel.config;
	const isSent = ({ key, value }: Header) =>
		(shown ?? []).some((other) => isSame(other.key, key) && (other.value === undefined || other.value === value));
	return [
		...(isAt(hook, url) ? [] : [`address (was ${uri})`]),
		...(isSame(authScheme?.key ?? "", header) ? [] : [`authentication field (was ${authScheme?.key ?? "none"})`]),
		...headers.filter((wanted) => !isSent(wanted)).map(({ key }) => `custom header ${key}`),
	];
}

function isSame(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

function typeReasons({ events }: EventHook, types: readonly string[]): string[] {
	const [is, should] = [new Set(events.items), new Set(types)];
	const added = types.filter((type) => !is.has(type)).length;
	const removed = events.items.filter((type) => !should.has(type)).length;
	return added + removed === 0 ? [] : [`event types (${added} more, ${removed} less)`];
}

function stateReasons({ status, verificationStatus }: EventHook): string[] {
	return [
		...(status === "ACTIVE" ? [] : [`not active (${status})`]),
		...(verificationStatus === "VERIFIED" ? [] : [`not verified (${verificationStatus})`]),
	];
}
