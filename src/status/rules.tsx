import { PriorityBadge } from "./badge.tsx";
import type { RuleFeed, RuleRow } from "./rule-rows.ts";
import { ScrollBox } from "./scroll-box.tsx";
import { Text } from "./text.tsx";
import { Ago } from "./time.tsx";
import { counted, number } from "./words.ts";

interface RulesProps {
	readonly rows: readonly RuleRow[];
	/** Whether the System Log is read. */
	readonly isSwept: boolean;
	readonly now: number;
}

const NAME_MOST = 300;

/** The rules: how often each has fired, and whether what it needs can come. */
export function Rules({ rows, isSwept, now }: RulesProps) {
	const blind = rows.filter(({ loaded }) => loaded !== undefined && isBlind(loaded.feed, isSwept));
	return (
		<section id="rules" data-region class="card" aria-labelledby="rules-title">
			<h2 id="rules-title">Rules</h2>
			<p class="sums">
				{counted(rows.filter(({ loaded }) => loaded !== undefined).length, "rule is on", "rules are on")};{" "}
				{number(rows.filter(({ figures }) => (figures?.lastDay ?? 0) > 0).length)} fired in 24 h.
				{blind.length > 0 && (
					<strong class="blind">
						{" "}
						{counted(blind.length, "rule does", "rules do")} not get all the events they look at: Okta pushes some types
						to no hook, and the System Log is not read.
					</strong>
				)}
			</p>
			<ScrollBox label="Rules and how often they fired" isTall>
				<table class="rules">
					<thead>
						<tr>
							<th scope="col">Rule</th>
							<th scope="col">Priority</th>
							<th scope="col" class="amount">
								24 h
							</th>
							<th scope="col" class="amount">
								7 days
							</th>
							<th scope="col" class="amount">
								In all
							</th>
							<th scope="col">Last fired</th>
							<th scope="col">Its events come by</th>
						</tr>
					</thead>
					<tbody>
						{rows.map((row) => (
							<RuleLine row={row} isSwept={isSwept} now={now} />
						))}
					</tbody>
				</table>
			</ScrollBox>
		</section>
	);
}

function RuleLine({ row, isSwept, now }: { readonly row: RuleRow; readonly isSwept: boolean; readonly now: number }) {
	const { name, loaded, figures } = row;
	return (
		<tr class={loaded === undefined ? "gone" : undefined}>
			<th scope="row">
				<Text value={name} most={NAME_MOST} />
			</th>
			<td>{loaded === undefined ? <span class="none">off</span> : <PriorityBadge priority={loaded.priority} />}</td>
			<td class="amount">{number(figures?.lastDay ?? 0)}</td>
			<td class="amount">{number(figures?.lastWeek ?? 0)}</td>
			<td class="amount">{number(figures?.total ?? 0)}</td>
			<td>{figures === undefined ? <span class="none">never</span> : <Ago at={figures.lastFired} now={now} />}</td>
			<td>
				{loaded === undefined ? (
					<span class="none">the rule is not loaded</span>
				) : (
					<Feed feed={loaded.feed} isSwept={isSwept} />
				)}
			</td>
		</tr>
	);
}

const WORDS: Record<RuleFeed, string> = {
	"event hook": "event hook",
	"partly event hook": "event hook and System Log",
	"System Log": "System Log",
	"any event": "any event",
};

function Feed({ feed, isSwept }: { readonly feed: RuleFeed; readonly isSwept: boolean }) {
	if (!isBlind(feed, isSwept)) return <>{WORDS[feed]}</>;
	return <span class="blind">{WORDS[feed]}, which is not read</span>;
}

/** Whether a rule misses some of its events. */
function isBlind(feed: RuleFeed, isSwept: boolean): boolean {
	return !isSwept && (feed === "System Log" || feed === "partly event hook");
}
