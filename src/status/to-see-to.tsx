import type { AlertEntry } from "../org/ledger.ts";
import type { SetAside } from "../org/set-aside.ts";
import { AlertActions } from "./alert-actions.tsx";
import { alertPath } from "./alert-table.tsx";
import { PriorityBadge, StateBadge } from "./badge.tsx";
import { CodeBox } from "./code-box.tsx";
import { prettyJson } from "./pretty-json.ts";
import { Text } from "./text.tsx";
import { Ago } from "./time.tsx";
import { counted, number } from "./words.ts";

export interface ToSeeToProps {
	/** Alerts that are dead, held, or have failed and wait: as many as are listed. */
	readonly stuck: readonly AlertEntry[];
	/** How many of them there are. */
	readonly stuckInAll: number;
	readonly setAsides: readonly SetAside[];
	readonly setAsidesInAll: number;
	readonly now: number;
}

const NAME_MOST = 200;

/** What does not go on by itself, or not as it should: each with the reason, and what can be done about it. */
export function ToSeeTo({ stuck, stuckInAll, setAsides, setAsidesInAll, now }: ToSeeToProps) {
	const isEmpty = stuck.length + setAsides.length === 0;
	return (
		<section id="to-see-to" data-region class={isEmpty ? "card one-line" : "card"} aria-labelledby="to-see-to-title">
			<h2 id="to-see-to-title">To see to</h2>
			{isEmpty && <p class="none">Nothing: no alert is stuck, no event was set aside.</p>}
			{stuck.length > 0 && (
				<ul class="tasks">
					{stuck.map((entry, index) => (
						<StuckAlert entry={entry} number={index} now={now} />
					))}
				</ul>
			)}
			<More shown={stuck.length} all={stuckInAll} what="alerts" command="alerts -- list --state dead,held,pending" />
			{setAsides.length > 0 && (
				<ul class="tasks">
					{setAsides.map((event) => (
						<SetAsideEvent event={event} now={now} />
					))}
				</ul>
			)}
			<More shown={setAsides.length} all={setAsidesInAll} what="events" command="alerts -- rejected list" />
		</section>
	);
}

interface MoreProps {
	readonly shown: number;
	readonly all: number;
	readonly what: string;
	readonly command: string;
}

function More({ shown, all, what, command }: MoreProps) {
	if (all <= shown || shown === 0) return null;
	return (
		<p class="more">
			… and {number(all - shown)} more {what}: <code>npm run --silent {command}</code>
		</p>
	);
}

function StuckAlert({
	entry,
	number,
	now,
}: {
	readonly entry: AlertEntry;
	readonly number: number;
	readonly now: number;
}) {
	const { id, state, priority, rule, actor, created, settled, attempts, reason } = entry;
	const titleId = `stuck-${number}`;
	return (
		<li>
			<div class="task">
				<p class="task-title">
					<StateBadge state={state} /> <PriorityBadge priority={priority} />{" "}
					<a href={alertPath(id)} id={titleId}>
						<Text value={rule} most={NAME_MOST} />
					</a>
				</p>
				<p class="task-note">
					<Text value={actor} most={NAME_MOST} /> · {counted(attempts, "attempt")} ·{" "}
					{settled === null ? "stored" : "refused"} <Ago at={settled ?? created} now={now} />
				</p>
				<p class="task-reason">{reason === "" ? "Not tried yet." : <Text value={reason} most={REASON_MOST} />}</p>
			</div>
			<AlertActions entry={entry} back="overview" describedBy={titleId} />
		</li>
	);
}

/** What each kind means. */
const KINDS: Record<SetAside["kind"], string> = {
	rejected: "no usable event: its sender has to mend it",
	failed: "evaluating it failed, which is a bug: replay it after the next upgrade",
};

const REASON_MOST = 2_000;

/** As much of an event as the page carries, in UTF-16 code units; `alerts -- rejected list --json` has the rest. */
export const TEXT_MOST = 5_000;

function SetAsideEvent({ event, now }: { readonly event: SetAside; readonly now: number }) {
	const { id, kind, at, source, reason, text } = event;
	const titleId = `set-aside-${id}`;
	return (
		<li>
			<div class="task">
				<p class="task-title" id={titleId}>
					<span class={kind === "failed" ? "badge tone-bad" : "badge tone-warn"} title={KINDS[kind]}>
						{kind}
					</span>{" "}
					Event {id}
				</p>
				<p class="task-note">
					came <Ago at={at} now={now} /> from <Text value={source} most={NAME_MOST} />
				</p>
				<p class="task-reason">
					<Text value={reason} most={REASON_MOST} />
				</p>
				<details id={`set-aside-text-${id}`}>
					<summary>As it came</summary>
					<CodeBox
						label={`Event ${id} as it came`}
						text={text.length <= TEXT_MOST ? prettyJson(text) : `${text.slice(0, TEXT_MOST)}…`}
					/>
				</details>
			</div>
			<form method="post" action={`/status/rejected/${id}/replay`} class="actions">
				<button type="submit" class="primary" aria-describedby={titleId}>
					Replay
				</button>
				<button type="submit" formaction={`/status/rejected/${id}/resolve`} class="quiet" aria-describedby={titleId}>
					Resolve
				</button>
			</form>
		</li>
	);
}
