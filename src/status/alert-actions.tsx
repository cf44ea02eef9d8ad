import type { AlertEntry, AlertState } from "../org/ledger.ts";
import { alertPath } from "./alert-table.tsx";

/** Where an operator is shown what came of it. */
export type Back = "overview" | "alert";

/** What can be done about an alert, by where it stands: on the first button, and whether it can be closed. */
const ACTIONS: Record<AlertState, { readonly replay: string; readonly canResolve: boolean }> = {
	pending: { replay: "Try now", canResolve: true },
	held: { replay: "Try now", canResolve: true },
	dead: { replay: "Replay", canResolve: true },
	suppressed: { replay: "Send", canResolve: false },
	resolved: { replay: "Send", canResolve: false },
	delivered: { replay: "Send again", canResolve: false },
};

interface AlertActionsProps {
	readonly entry: AlertEntry;
	readonly back: Back;
	/** Ids of the elements that say which alert this is about, for those who hear the buttons alone. */
	readonly describedBy?: string;
}

/** Buttons to send an alert again or close it, which work without a script. */
export function AlertActions({ entry: { id, state }, back, describedBy }: AlertActionsProps) {
	const { replay, canResolve } = ACTIONS[state];
	const path = alertPath(id);
	return (
		<form method="post" action={`${path}/replay`} class="actions">
			<input type="hidden" name="back" value={back} />
			<button type="submit" class={state === "delivered" ? "quiet" : "primary"} aria-describedby={describedBy}>
				{replay}
			</button>
			{canResolve && (
				<button type="submit" formaction={`${path}/resolve`} class="quiet" aria-describedby={describedBy}>
					Resolve
				</button>
			)}
		</form>
	);
}
