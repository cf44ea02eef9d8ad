import { PRIORITIES, type Priority } from "../falco/priority.ts";
import type { AlertEntry } from "../org/ledger.ts";
import { visible } from "./text.tsx";

/** Which alerts are asked for. */
export interface Shown {
	readonly rule?: string | undefined;
	/** At least that urgent. */
	readonly priority?: Priority | undefined;
	readonly actor?: string | undefined;
}

interface AlertFilterProps {
	readonly shown: Shown;
	/** Rules that can have alerts. */
	readonly rules: readonly string[];
	/** The alerts that are shown, whose actors are proposed. */
	readonly alerts: readonly AlertEntry[];
}

/** A longer name is no help as a proposal. */
const PROPOSED_MOST = 100;

function isProposed(actor: string): boolean {
	return actor !== "" && actor.length <= PROPOSED_MOST && visible(actor) === actor;
}

/** Has the alerts filtered: by the server, at the press of a button, or at once where the page's script runs. */
export function AlertFilter({ shown: { rule, priority, actor }, rules, alerts }: AlertFilterProps) {
	const names = rule === undefined || rules.includes(rule) ? rules : [rule, ...rules];
	const actors = [...new Set(alerts.map((alert) => alert.actor))].filter(isProposed);
	const isFiltered = rule !== undefined || priority !== undefined || actor !== undefined;
	return (
		<search aria-label="Filter alerts">
			<form id="filter" class="filter" method="get" action="/status">
				<div class="field">
					<label for="filter-rule">Rule</label>
					<select id="filter-rule" name="rule">
						<option value="">all</option>
						{names.map((name) => (
							<option value={name} selected={name === rule}>
								{visible(name)}
							</option>
						))}
					</select>
				</div>
				<div class="field">
					<label for="filter-priority">Priority</label>
					<select id="filter-priority" name="priority">
						<option value="">all</option>
						{PRIORITIES.slice(0, -1).map((name, level) => (
							<option value={name} selected={name === priority}>
								{level === 0 ? name : `${name} and above`}
							</option>
						))}
					</select>
				</div>
				<div class="field">
					<label for="filter-actor">Actor</label>
					<input
						id="filter-actor"
						type="search"
						name="actor"
						value={actor ?? ""}
						list="actors"
						autocomplete="off"
						spellcheck={false}
					/>
				</div>
				<datalist id="actors">
					{actors.map((name) => (
						<option value={name} />
					))}
				</datalist>
				<button type="submit" class="filter-submit">
					Filter
				</button>
				<a href="/status" class="filter-reset" hidden={!isFiltered}>
					Show all
				</a>
			</form>
		</search>
	);
}
