import { CSV_COLUMNS } from "../../../../scripts/rules/export/csv-event.ts";

/** Three lockouts of a user within ten minutes, told when the third is reached. */
export const RULES = `
- rule: locked thrice
  desc: d
  condition: okta.evt.type = user.account.lock and okta.count[actor,600] = 3
  output: "%okta.actor.id %evt.num"
  priority: warning
  source: okta
- rule: through a proxy
  desc: d
  condition: okta.security.isproxy = true
  output: o
  priority: notice
  source: okta
`;

export function lock(minute: number, user = "ada"): Record<string, unknown> {
	const published = new Date(Date.UTC(2026, 4, 4, 8, minute)).toISOString();
	return { uuid: `${user}-${minute}`, published, eventType: "user.account.lock", actor: { id: user }, target: null };
}

/** Newest first, as exports are, with another day and another user among them. */
export const NEWEST_FIRST = [lock(1500), lock(20), lock(8), lock(6, "bob"), lock(4), lock(0)];

export const csv = (events: readonly Record<string, unknown>[]) =>
	[
		CSV_COLUMNS.join(","),
		...events.map(({ uuid, published, eventType, actor }) => {
			const cells: Record<string, unknown> = {
				uuid,
				timestamp: published,
				event_type: eventType,
				"actor.id": (actor as { id: string }).id,
				display_message: 'said "no",\nthen yes',
			};
			return CSV_COLUMNS.map((column) => `"${String(cells[column] ?? "").replaceAll('"', '""')}"`).join(",");
		}),
		"",
	].join("\r\n");
