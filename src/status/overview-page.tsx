import type { AlertEntry } from "../org/ledger.ts";
import type { Overview } from "../org/overview.ts";
import { AlertFilter, type Shown } from "./alert-filter.tsx";
import { AlertTable } from "./alert-table.tsx";
import { Feeds } from "./feeds.tsx";
import { Figures } from "./figures.tsx";
import { Headline, headlineTitle } from "./headline.tsx";
import { Hours } from "./hours.tsx";
import { type Frame, Layout } from "./layout.tsx";
import { Notice, type NoticeName } from "./notice.tsx";
import type { RuleRow } from "./rule-rows.ts";
import { Rules } from "./rules.tsx";
import { visible } from "./text.tsx";
import { Time } from "./time.tsx";
import { ToSeeTo, type ToSeeToProps } from "./to-see-to.tsx";
import { type Trouble, toneOf } from "./trouble.ts";

/** What the status page shows, and to whom. */
export interface OverviewPageProps extends Omit<ToSeeToProps, "now"> {
	readonly frame: Frame;
	/** In milliseconds. */
	readonly now: number;
	/** The most urgent first. */
	readonly troubles: readonly Trouble[];
	readonly overview: Overview;
	/** Which alerts are shown, and these. */
	readonly shown: Shown;
	readonly latest: readonly AlertEntry[];
	readonly rules: readonly RuleRow[];
	readonly notice?: NoticeName | undefined;
	/** When this release of the Worker was deployed, where that is known. */
	readonly deployed?: number | undefined;
}

/** The status page. What has an id and `data-region` is what its script replaces by its later self. */
export function OverviewPage(props: OverviewPageProps) {
	const { frame, now, troubles, overview, shown, latest, rules, notice, deployed } = props;
	return (
		<Layout
			frame={frame}
			title={titleOf(frame, troubles)}
			tone={toneOf(troubles[0])}
			isLive
			again={notice && "/status"}
		>
			<Notice name={notice} />
			<Headline troubles={troubles} />
			<Figures overview={overview} now={now} />
			<div class="columns">
				<div class="column">
					<ToSeeTo {...props} />
					<Latest shown={shown} latest={latest} rules={rules} />
				</div>
				<div class="column">
					<Hours hours={overview.hours} />
					<Feeds overview={overview} now={now} />
				</div>
			</div>
			<Rules rows={rules} isSwept={overview.standing.sweep !== null} now={now} />
			<p id="as-of" data-region class="as-of">
				As of <Time at={now} />
				{deployed !== undefined && (
					<>
						. This release was deployed on <Time at={deployed} />
					</>
				)}
				.
			</p>
			{/* Said by screen readers when the page's script puts something in. */}
			<p id="announcement" class="for-ears" role="status" />
			<form id="of-actor" method="get" action="/status" />
		</Layout>
	);
}

function titleOf({ org }: Frame, troubles: readonly Trouble[]): string {
	const parts = [headlineTitle(troubles), org, "okta-falco"];
	return visible(parts.filter((part) => part !== undefined).join(" · "));
}

function Latest({ shown, latest, rules }: Pick<OverviewPageProps, "shown" | "latest" | "rules">) {
	const isFiltered = Object.values(shown).some((value) => value !== undefined);
	return (
		<section class="card" aria-labelledby="latest-title">
			<h2 id="latest-title">Latest alerts</h2>
			<AlertFilter shown={shown} rules={rules.map(({ name }) => name).sort()} alerts={latest} />
			<div id="latest" data-region>
				<AlertTable
					caption={isFiltered ? "The latest alerts that pass the filter" : "The latest alerts"}
					alerts={latest}
					none={isFiltered ? "None of the latest alerts passes the filter." : "No alert yet."}
					actorForm="of-actor"
				/>
				{isFiltered && (
					<p class="more">
						Of each state the latest 5,000 are looked at; <code>npm run --silent alerts -- list</code> looks at all.
					</p>
				)}
			</div>
		</section>
	);
}
