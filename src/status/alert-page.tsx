import type { Child } from "hono/jsx";
import type { AlertPortrait } from "../org/overview.ts";
import { AlertActions } from "./alert-actions.tsx";
import { AlertTable, alertPath } from "./alert-table.tsx";
import { PriorityBadge, StateBadge } from "./badge.tsx";
import { CodeBox, JsonBox } from "./code-box.tsx";
import { Explanation } from "./explanation.tsx";
import { type Frame, Layout } from "./layout.tsx";
import { LongText } from "./long-text.tsx";
import { Notice, type NoticeName } from "./notice.tsx";
import { Text, visible } from "./text.tsx";
import { Ago, EventTime, Time } from "./time.tsx";
import { number } from "./words.ts";

interface AlertPageProps {
	readonly frame: Frame;
	/** In milliseconds. */
	readonly now: number;
	readonly portrait: AlertPortrait;
	readonly notice?: NoticeName | undefined;
}

/** Everything about one alert. */
export function AlertPage({ frame, now, portrait, notice }: AlertPageProps) {
	const { entry, json, event, explained, nearby } = portrait;
	return (
		<Layout
			frame={frame}
			title={`${visible(entry.rule).slice(0, 100)} · okta-falco`}
			isLive
			again={notice && alertPath(entry.id)}
		>
			<p class="way-back">
				<a href="/status">← Status</a>
			</p>
			<Notice name={notice} />
			<header id="alert" data-region class="card alert-head">
				<h1>
					<Text value={entry.rule} />
				</h1>
				<p class="badges">
					<StateBadge state={entry.state} /> <PriorityBadge priority={entry.priority} />
				</p>
				<AlertFacts portrait={portrait} now={now} />
				<AlertActions entry={entry} back="alert" />
			</header>
			<Card id="printed" title="The alert, as Falco prints it">
				<CodeBox label="The alert's output" text={outputOf(json)} />
				<details id="alert-json">
					<summary>As Falcosidekick gets it</summary>
					<JsonBox label="The alert's JSON" text={json} />
				</details>
			</Card>
			<div class="columns even">
				<div class="column">
					<Card id="condition" title="Why it fired">
						{explained === null ? <p class="none">{UNEXPLAINED}</p> : <Explanation explained={explained} />}
					</Card>
					<Attempts portrait={portrait} />
					<Card id="nearby" title="Other alerts of this actor, an hour around" isRegion>
						<AlertTable caption="Other alerts of this actor" alerts={nearby} none="There is none." isOfOneActor />
					</Card>
				</div>
				<div class="column">
					<Card id="event" title="The event, as Okta sent it">
						{event === null ? <p class="none">{FORGOTTEN}</p> : <JsonBox label="The event's JSON" text={event} />}
					</Card>
				</div>
			</div>
			<p id="announcement" class="for-ears" role="status" />
		</Layout>
	);
}

const UNEXPLAINED = "That can no longer be told: the event or the rule is not there any more.";
const FORGOTTEN = "The event is no longer kept.";

interface CardProps {
	readonly id: string;
	readonly title: string;
	/** Whether what it shows can change. */
	readonly isRegion?: boolean;
	readonly children: Child;
}

function Card({ id, title, isRegion = false, children }: CardProps) {
	return (
		<section id={id} data-region={isRegion || undefined} class="card" aria-labelledby={`${id}-title`}>
			<h2 id={`${id}-title`}>{title}</h2>
			{children}
		</section>
	);
}

/** What the rule has to say; the whole of the JSON where falco.yaml leaves the output out of it. */
function outputOf(json: string): string {
	try {
		const alert: unknown = JSON.parse(json);
		const hasOutput = typeof alert === "object" && alert !== null && "output" in alert;
		return hasOutput && typeof alert.output === "string" ? alert.output : json;
	} catch {
		return json;
	}
}

function AlertFacts({ portrait: { entry }, now }: { readonly portrait: AlertPortrait; readonly now: number }) {
	const { id, time, actor, created, settled, state, attempts, reason } = entry;
	return (
		<dl class="facts">
			<Fact name="Happened">
				<EventTime time={time} />
			</Fact>
			<Fact name="Actor">
				{actor === "" ? <span class="none">nobody</span> : <LongText label="Actor" value={actor} />}
			</Fact>
			<Fact name="Stored">
				<Time at={created} />
			</Fact>
			<Fact name={settled === null ? "Waits" : SETTLED[state]}>
				{settled === null ? (
					<>
						since <Ago at={created} now={now} />
					</>
				) : (
					<Time at={settled} />
				)}
			</Fact>
			<Fact name="Attempts">{number(attempts)}</Fact>
			{reason !== "" && (
				<Fact name="Reason">
					<LongText label="Reason" value={reason} />
				</Fact>
			)}
			<Fact name="Id">
				<code>
					<Text value={id} />
				</code>
			</Fact>
		</dl>
	);
}

/** What the time is of at which an alert was settled. */
const SETTLED: Record<AlertPortrait["entry"]["state"], string> = {
	pending: "Waits",
	held: "Waits",
	dead: "Refused",
	suppressed: "Kept back",
	resolved: "Closed",
	delivered: "Delivered",
};

function Fact({ name, children }: { readonly name: string; readonly children: Child }) {
	return (
		<div>
			<dt>{name}</dt>
			<dd>{children}</dd>
		</div>
	);
}

/** What happened each time it was sent, the last at the bottom. */
function Attempts({ portrait: { entry, tries } }: { readonly portrait: AlertPortrait }) {
	const { attempts, state, settled } = entry;
	const isTaken = state === "delivered" && settled !== null;
	const untold = attempts - tries.length - (isTaken ? 1 : 0);
	return (
		<Card id="attempts" title="Attempts to deliver it" isRegion>
			{tries.length === 0 && !isTaken && (
				<p class="none">{attempts === 0 ? "None yet." : `${number(attempts)} failed.`}</p>
			)}
			<ol class="attempts">
				{untold > 0 && tries.length > 0 && <li class="none">{number(untold)} more</li>}
				{tries.map(({ at, reason }) => (
					<li>
						<Time at={at} /> <span class="badge tone-warn">failed</span> <Text value={reason} />
					</li>
				))}
				{isTaken && (
					<li>
						<Time at={settled} /> <span class="badge tone-good">taken</span> by Falcosidekick
					</li>
				)}
			</ol>
		</Card>
	);
}
