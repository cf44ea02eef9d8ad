import type { FalcoEvent } from "../../src/falco/event.ts";
import type { FieldTable } from "../../src/falco/field.ts";

/** An event of a made-up source: what a badge reader at a door has to say. */
export interface BadgeEvent extends FalcoEvent {
	readonly badge: {
		readonly kind?: string;
		readonly holder?: string;
		readonly tries?: bigint;
		readonly zones?: readonly string[];
	};
}

export const BADGE_FIELDS: FieldTable<BadgeEvent> = {
	"badge.kind": {
		type: "CHARBUF",
		description: "What happened.",
		read:
			() =>
			({ badge }) =>
				badge.kind,
	},
	"badge.holder": {
		type: "CHARBUF",
		description: "Whose badge it is.",
		read:
			() =>
			({ badge }) =>
				badge.holder,
	},
	"badge.tries": {
		type: "UINT64",
		description: "How often it was tried.",
		read:
			() =>
			({ badge }) =>
				badge.tries,
	},
	"badge.zones": {
		type: "CHARBUF",
		description: "Zones it opens, or one of them.",
		argument: { kind: "index", required: false },
		read:
			(index) =>
			({ badge: { zones } }) =>
				index === undefined ? zones && `(${zones.join(",")})` : zones?.[Number(index)],
	},
};

/** 2026-07-01T12:00:03.000000042Z */
export const NOON = 1_782_907_203_000_000_042n;

export function badgeEvent(badge: BadgeEvent["badge"], own: Partial<FalcoEvent> = {}): BadgeEvent {
	return {
		number: 1n,
		time: NOON,
		firstTime: NOON,
		source: "badge",
		document: badge.zones === undefined ? { holder: badge.holder } : { holder: badge.holder, zones: badge.zones },
		text: () => '{"badge":1}',
		hostname: "gate",
		badge,
		...own,
	};
}
