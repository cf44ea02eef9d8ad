import type { AlertEntry } from "../org/ledger.ts";
import { PriorityBadge, StateBadge } from "./badge.tsx";
import { Text } from "./text.tsx";
import { EventTime } from "./time.tsx";

/** An alert's own page. */
export function alertPath(id: string): string {
	return `/status/alerts/${encodeURIComponent(id.toWellFormed())}`;
}

/** As much of a name as a line of a table may need; the alert's own page has all of it. */
const NAME_MOST = 200;
const REASON_MOST = 300;

/** A name longer than this is no link to other alerts: it would be an address that is too long. */
const FILTER_MOST = 200;

interface AlertTableProps {
	/** What the table is of, for those who do not see where it stands. */
	readonly caption: string;
	readonly alerts: readonly AlertEntry[];
	/** What to say when there is none. */
	readonly none: string;
	/** Whether they are of one actor, who need not be named. */
	readonly isOfOneActor?: boolean;
	/** Id of a form that takes an actor: names become its buttons. */
	readonly actorForm?: string | undefined;
}

/** Alerts, one a row, each with the way to its own page. */
export function AlertTable({ caption, alerts, none, isOfOneActor = false, actorForm }: AlertTableProps) {
	if (alerts.length === 0) return <p class="none">{none}</p>;
	return (
		<div class="table-box">
			<table class="alerts cards">
				<caption class="for-ears">{caption}</caption>
				<thead>
					<tr>
						<th scope="col" class="cell-time">
							Time
						</th>
						<th scope="col" class="cell-priority">
							Priority
						</th>
						<th scope="col">Rule</th>
						{!isOfOneActor && (
							<th scope="col" class="cell-actor">
								Actor
							</th>
						)}
						<th scope="col" class="cell-state">
							State
						</th>
					</tr>
				</thead>
				<tbody>
					{alerts.map((alert) => (
						<AlertRow alert={alert} isOfOneActor={isOfOneActor} actorForm={actorForm} />
					))}
				</tbody>
			</table>
		</div>
	);
}

interface AlertRowProps extends Pick<AlertTableProps, "isOfOneActor" | "actorForm"> {
	readonly alert: AlertEntry;
}

function AlertRow({ alert, isOfOneActor, actorForm }: AlertRowProps) {
	const { id, time, priority, rule, actor, state, settled, reason } = alert;
	return (
		<tr>
			<td class="cell-time">
				<EventTime time={time} />
			</td>
			<td class="cell-priority">
				<PriorityBadge priority={priority} />
			</td>
			<td class="cell-rule">
				<a href={alertPath(id)}>
					<Text value={rule} most={NAME_MOST} />
				</a>
				{settled === null && reason !== "" && (
					<span class="clip reason">
						<Text value={reason} most={REASON_MOST} />
					</span>
				)}
			</td>
			{!isOfOneActor && (
				<td class="cell-actor">
					<Actor actor={actor} form={actorForm} />
				</td>
			)}
			<td class="cell-state">
				<StateBadge state={state} />
			</td>
		</tr>
	);
}

function Actor({ actor, form }: { readonly actor: string; readonly form: string | undefined }) {
	if (actor === "") return <span class="none">nobody</span>;
	const name = <Text value={actor} most={NAME_MOST} />;
	if (form === undefined || actor.length > FILTER_MOST) return <span class="clip">{name}</span>;
	return (
		<button type="submit" form={form} name="actor" value={actor} class="as-link clip" title="Only this actor's alerts">
			{name}
		</button>
	);
}
