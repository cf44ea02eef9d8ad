import type { Child } from "hono/jsx";
import type { HourFigures, Latency, Overview } from "../org/overview.ts";
import { Ago } from "./time.tsx";
import type { Tone } from "./trouble.ts";
import { counted, duration, number } from "./words.ts";

const HOURS_OF_DAY = 24;

interface FiguresProps {
	readonly overview: Overview;
	readonly now: number;
}

/** The numbers that tell whether Okta reaches us and alerts leave. */
export function Figures({ overview, now }: FiguresProps) {
	const { standing, hours, latency } = overview;
	const { alerts, okta, setAside, silences, oldestPending, destination } = standing;
	const waiting = alerts.pending + alerts.held;
	const toSeeTo = alerts.dead + setAside.failed + setAside.rejected;
	const day = hours.slice(-HOURS_OF_DAY);
	const thisHour = hours.at(-1);
	return (
		<dl id="figures" data-region class="figures" aria-label="Key figures">
			<Figure
				name="Last delivery"
				tone={silences.some(({ feed }) => feed === "Event Hooks") ? "bad" : undefined}
				value={okta.lastDelivery === 0 ? "never" : <Ago at={okta.lastDelivery} now={now} />}
				note={`${counted(total(day, "deliveries"), "delivery", "deliveries")} in 24 h`}
			/>
			<Figure
				name="Events, 24 h"
				value={number(total(day, "events"))}
				note={`${number(thisHour?.events ?? 0)} in this hour`}
			/>
			<Figure
				name="Alerts, 24 h"
				value={number(total(day, "alerts"))}
				note={`${number(thisHour?.alerts ?? 0)} in this hour`}
			/>
			<Figure
				name={alerts.held > 0 ? "Held" : "Waiting"}
				tone={
					destination.state === "misconfigured"
						? "bad"
						: waiting > 0 && destination.state === "down"
							? "warn"
							: undefined
				}
				value={number(waiting)}
				note={
					oldestPending === null ? (
						"none waits"
					) : (
						<>
							the oldest came <Ago at={oldestPending} now={now} />
						</>
					)
				}
			/>
			<Figure
				name="Delivered, 24 h"
				value={number(total(day, "delivered"))}
				note={
					destination.since === 0 && total(day, "delivered") === 0
						? "nothing to send yet"
						: DESTINATION[destination.state]
				}
			/>
			<Figure
				name="To see to"
				tone={toSeeTo > 0 ? "warn" : undefined}
				value={number(toSeeTo)}
				note={`${number(alerts.dead)} dead · ${number(setAside.failed)} failed · ${number(setAside.rejected)} rejected`}
			/>
			<LatencyFigure name="Okta to here" latency={latency.committed} />
			<LatencyFigure name="Okta to Falcosidekick" latency={latency.delivered} />
		</dl>
	);
}

const DESTINATION: Record<Overview["standing"]["destination"]["state"], string> = {
	up: "Falcosidekick takes them",
	down: "Falcosidekick does not answer",
	misconfigured: "Falcosidekick is misconfigured",
};

interface FigureProps {
	readonly name: string;
	readonly value: Child;
	readonly note: Child;
	readonly tone?: Tone | undefined;
}

function Figure({ name, value, note, tone }: FigureProps) {
	return (
		<div class={tone === undefined ? "figure" : `figure tone-${tone}`}>
			<dt>{name}</dt>
			<dd class="figure-value">{value}</dd>
			<dd class="figure-note">{note}</dd>
		</div>
	);
}

/** Half of them were faster than what is shown large. */
function LatencyFigure({ name, latency }: { readonly name: string; readonly latency: Latency | null }) {
	if (latency === null) return <Figure name={name} value="–" note="nothing in 24 h" />;
	const { p50, p95, max } = latency;
	return <Figure name={name} value={duration(p50)} note={`median · p95 ${duration(p95)} · max ${duration(max)}`} />;
}

/** The sum of one figure over some hours. */
export function total(hours: readonly HourFigures[], name: Exclude<keyof HourFigures, "at">): number {
	return hours.reduce((sum, hour) => sum + hour[name], 0);
}
