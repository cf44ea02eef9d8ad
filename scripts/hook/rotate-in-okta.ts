import { setTimeout as sleep } from "node:timers/promises";
import { bringUp } from "./bring-up.ts";
import { tell } from "./command.ts";
import { changedHook } from "./definition.ts";
import { deleteHook } from "./delete.ts";
import type { EventHook, EventHooks } from "./event-hooks.ts";
import { bridgeName, delivers, freeNames, label } from "./own-hooks.ts";
import type { SentHeaders } from "./sent-headers.ts";

/** What a rotation goes by. */
export interface Rotation {
	readonly hooks: EventHooks;
	/** All hooks of the org. */
	readonly all: readonly EventHook[];
	/** The Worker's. */
	readonly own: readonly EventHook[];
	/** Bridges that are left of a rotation which was broken off. */
	readonly bridges: readonly EventHook[];
	/** The Worker's hooks' name. */
	readonly name: string;
	readonly after: SentHeaders;
	/** How long Okta may take to begin sending, in milliseconds. */
	readonly overlap: number;
	readonly inPlace?: true;
}

/** Gives hooks the new secret, with others in between that carry the same. The hooks as they are then. */
export async function rotateInOkta(rotation: Rotation): Promise<EventHook[]> {
	const { hooks, own, overlap } = rotation;
	const bridges = rotation.inPlace ? rotation.bridges : await buildBridges(rotation);
	if (!rotation.inPlace) await pause(overlap, "to begin sending to the bridge");
	const done: EventHook[] = [];
	for (const hook of own) done.push(await changeSecret(rotation, hook));
	await pause(overlap, "to begin sending the new secret");
	for (const bridge of bridges) {
		await deleteHook(hooks, bridge);
		tell(`${label(bridge)}: deleted`);
	}
	return done;
}

/**
 * A bridge for each hook that delivers: there is nothing to lose of the others. Whatever bridge was left for one of those
 * may be all that carries its events, and stays as it is.
 */
async function buildBridges({ hooks, all, own, bridges, name, after }: Rotation): Promise<EventHook[]> {
	const delivering = own.filter(delivers);
	const names = freeNames(all, bridgeName(name), delivering.length);
	const built: EventHook[] = [];
	for (const [at, hook] of delivering.entries()) {
		const description = `Stands in for ${hook.name}.`;
		const left = bridges.find((bridge) => bridge.description === description);
		const like = changedHook(hook, hook.events.items, hook.channel.config.uri, after);
		const definition = {
			...like,
			name: left?.name ?? names[at] ?? bridgeName(name),
			description,
		};
		const bridge = left === undefined ? await hooks.create(definition) : await hooks.replace(left.id, definition);
		tell(`${label(bridge)}: carries what ${hook.name} does`);
		built.push(await bringUp(hooks, bridge, after));
	}
	return [...built, ...bridges.filter((bridge) => !built.some(({ id }) => id === bridge.id))];
}

/** One that was turned off stays off. */
async function changeSecret({ hooks, after }: Rotation, hook: EventHook): Promise<EventHook> {
	const definition = changedHook(hook, hook.events.items, hook.channel.config.uri, after);
	const changed = await hooks.replace(hook.id, definition);
	tell(`${label(hook)}: has the new secret`);
	return hook.status === "ACTIVE" ? bringUp(hooks, changed, after) : changed;
}

async function pause(milliseconds: number, what: string): Promise<void> {
	if (milliseconds === 0) return;
	tell(`Okta takes some minutes ${what}: waiting for ${milliseconds / 1_000} s`);
	await sleep(milliseconds);
}
