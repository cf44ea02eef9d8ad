import type { Child } from "hono/jsx";
import type { HookFigures, Overview } from "../org/overview.ts";
import type { Feed } from "../org/silence.ts";
import type { Standing } from "../org/standing.ts";
import { Text } from "./text.tsx";
import { Ago, Time } from "./time.tsx";
import { counted, number } from "./words.ts";

interface FeedsProps {
	readonly overview: Overview;
	readonly now: number;
}

/** The ways by which events come and alerts leave, and how each of them is. */
export function Feeds({ overview: { standing, hooks }, now }: FeedsProps) {
	return (
		<section id="feeds" data-region class="card feeds" aria-labelledby="feeds-title">
			<h2 id="feeds-title">Ways in and out</h2>
			<Hooks standing={standing} hooks={hooks} now={now} />
			<SystemLog standing={standing} now={now} />
			<Falcosidekick standing={standing} now={now} />
		</section>
	);
}

interface FactsProps {
	readonly facts: readonly (readonly [name: string, value: Child] | false)[];
}

function Facts({ facts }: FactsProps) {
	return (
		<dl class="facts">
			{facts.map(
				(fact) =>
					fact !== false && (
						<div>
							<dt>{fact[0]}</dt>
							<dd>{fact[1]}</dd>
						</div>
					),
			)}
		</dl>
	);
}

interface PartProps {
	readonly standing: Standing;
	readonly now: number;
}

function SilenceOf({ feed, standing }: { readonly feed: Feed; readonly standing: Standing }) {
	const silence = standing.silences.find((known) => known.feed === feed);
	if (silence === undefined) return null;
	return (
		<p class="silence">
			<strong>Silent</strong> since <Time at={silence.since} />: <Text value={silence.reason} />
		</p>
	);
}

function Hooks({ standing, hooks, now }: PartProps & { readonly hooks: readonly HookFigures[] }) {
	const { okta, refused } = standing;
	return (
		<>
			<h3>Event hooks</h3>
			<SilenceOf feed="Event Hooks" standing={standing} />
			<Facts
				facts={[
					["Last delivery", okta.lastDelivery === 0 ? "never" : <Ago at={okta.lastDelivery} now={now} />],
					refused !== null && [
						"Refused",
						<>
							<Ago at={refused.last} now={now} />: <Text value={refused.reason} />
						</>,
					],
					["Deliveries", number(okta.deliveries)],
					["Events", `${number(okta.events)}, and ${counted(okta.duplicates, "duplicate")}`],
					["Alerts of them", number(okta.alerts)],
					["Hooks", hooks.length === 0 ? "none delivered within a month" : <HookList hooks={hooks} />],
				]}
			/>
		</>
	);
}

function HookList({ hooks }: { readonly hooks: readonly HookFigures[] }) {
	return (
		<ul class="hooks">
			{hooks.map(({ id, lastDay }) => (
				<li>
					<code>
						<Text value={id} />
					</code>
					<time datetime={dayOf(lastDay)}>{dayOf(lastDay)}</time>
				</li>
			))}
		</ul>
	);
}

/** `2026-03-02`, a day of UTC. */
function dayOf(at: number): string {
	return new Date(at).toISOString().slice(0, 10);
}

function SystemLog({ standing, now }: PartProps) {
	const { sweep } = standing;
	return (
		<>
			<h3>System Log</h3>
			<SilenceOf feed="System Log" standing={standing} />
			{sweep === null ? (
				<p class="none">
					It is not read: set <code>OKTA_API_TOKEN</code>, or <code>OKTA_CLIENT_ID</code> and{" "}
					<code>OKTA_PRIVATE_KEY</code>, to have what hooks lose found.
				</p>
			) : (
				<Facts
					facts={[
						["Last run", since(sweep.lastRun, now)],
						sweep.failingSince > 0 && [
							"Fails",
							<>
								since <Time at={sweep.failingSince} />: <Text value={sweep.error} />
							</>,
						],
						sweep.retryAt > now && ["Paused by Okta until", <Time at={sweep.retryAt} />],
						[
							"Read up to",
							sweep.sweptTo === 0 ? (
								"nothing yet"
							) : (
								<>
									<Time at={sweep.sweptTo} />
									{sweep.isBehind && ", and there is more"}
								</>
							),
						],
						["Events", `${number(sweep.events)} of ${number(sweep.read)} read were new`],
						["Recovered", `${counted(sweep.recovered, "event")} that a hook should have brought`],
					]}
				/>
			)}
		</>
	);
}

function Falcosidekick({ standing: { destination }, now }: PartProps) {
	const { state, since: began, failures, nextTry, pausedUntil, reason } = destination;
	return (
		<>
			<h3>Falcosidekick</h3>
			<Facts
				facts={[
					["State", <span class={state === "up" ? "badge tone-good" : "badge tone-bad"}>{state}</span>],
					began > 0 && ["Since", <Time at={began} />],
					failures > 0 && ["Attempts in a row that failed", number(failures)],
					reason !== "" && ["Reason", <Text value={reason} />],
					pausedUntil > now && ["Asked to be left alone until", <Time at={pausedUntil} />],
					nextTry > now && ["Next attempt", <Time at={nextTry} />],
				]}
			/>
		</>
	);
}

function since(at: number, now: number): Child {
	return at === 0 ? "not yet" : <Ago at={at} now={now} />;
}
