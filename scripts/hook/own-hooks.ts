import type { EventHook } from "./event-hooks.ts";

/** Which hooks are this Worker's. */
export interface Ownership {
	/** Theirs: `okta-falco`, `okta-falco 2`, … */
	readonly name: string;
	/** Hooks that call this address are this Worker's too, whatever they are called. */
	readonly url: URL | undefined;
}

/** Of an org's hooks those of this Worker, those with a number in its order. Bridges of a rotation are not among them. */
export function ownHooks(hooks: readonly EventHook[], { name, url }: Ownership): EventHook[] {
	const numbered = hooks
		.map((hook) => ({ hook, number: numberOf(hook.name, name) }))
		.filter(({ hook, number }) => number !== undefined || (isAt(hook, url) && !isBridge(hook, name)));
	const last = Number.POSITIVE_INFINITY;
	return numbered.sort((a, b) => (a.number ?? last) - (b.number ?? last)).map(({ hook }) => hook);
}

/** The hooks that stand in while others are verified anew, of a rotation that goes on or was broken off. */
export function bridgeHooks(hooks: readonly EventHook[], { name }: Ownership): EventHook[] {
	return hooks.filter((hook) => isBridge(hook, name));
}

/** The first names that no hook of the org has: as the hooks are called, or as a bridge of theirs. */
export function freeNames(hooks: readonly EventHook[], name: string, count: number): string[] {
	const taken = new Set(hooks.map((hook) => hook.name));
	const free: string[] = [];
	for (let number = 1; free.length < count; number++) {
		const next = number === 1 ? name : `${name} ${number}`;
		if (!taken.has(next)) free.push(next);
	}
	return free;
}

export function bridgeName(name: string): string {
	return `${name} (bridge)`;
}

/** Whether a hook calls an address. */
export function isAt({ channel }: EventHook, url: URL | undefined): boolean {
	return url !== undefined && URL.parse(channel.config.uri)?.href === url.href;
}

/** Whether Okta pushes events to a hook. */
export function delivers({ status, verificationStatus }: EventHook): boolean {
	return status === "ACTIVE" && verificationStatus === "VERIFIED";
}

/** `okta-falco (who1…)`. */
export function label({ name, id }: EventHook): string {
	return `${name} (${id})`;
}

function isBridge(hook: EventHook, name: string): boolean {
	return numberOf(hook.name, bridgeName(name)) !== undefined;
}

function numberOf(hookName: string, name: string): number | undefined {
	if (hookName === name) return 1;
	const [, number] = (hookName.startsWith(`${name} `) && /^ ([1-9]\d{0,3})$/.exec(hookName.slice(name.length))) || [];
	return number === undefined ? undefined : Number(number);
}
