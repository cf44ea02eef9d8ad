import type { Priority } from "../falco/priority.ts";
import type { AlertState } from "../org/ledger.ts";
import type { Tone } from "./trouble.ts";

/** What each state means, for who does not know the words. */
const STATES: Record<AlertState, { readonly tone: Tone; readonly meaning: string }> = {
	pending: { tone: "calm", meaning: "on its way to Falcosidekick" },
	held: { tone: "bad", meaning: "kept until Falcosidekick is configured rightly" },
	dead: { tone: "bad", meaning: "refused by Falcosidekick for good" },
	suppressed: { tone: "calm", meaning: "one too many of its rule: told of in a summary" },
	resolved: { tone: "calm", meaning: "closed by an operator" },
	delivered: { tone: "good", meaning: "taken by Falcosidekick" },
};

/** Where an alert stands. */
export function StateBadge({ state }: { readonly state: AlertState }) {
	const { tone, meaning } = STATES[state];
	return (
		<span class={`badge state-${state} tone-${tone}`} title={meaning}>
			{state}
		</span>
	);
}

const PRIORITIES: Record<Priority, "grave" | "high" | "middle" | "low" | "faint"> = {
	Emergency: "grave",
	Alert: "grave",
	Critical: "grave",
	Error: "high",
	Warning: "middle",
	Notice: "low",
	Informational: "faint",
	Debug: "faint",
};

/** How urgent an alert's rule is. */
export function PriorityBadge({ priority }: { readonly priority: Priority }) {
	return <span class={`priority priority-${PRIORITIES[priority]}`}>{priority}</span>;
}
