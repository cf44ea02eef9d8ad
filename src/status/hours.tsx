import type { HourFigures } from "../org/overview.ts";
import { total } from "./figures.tsx";
import { ScrollBox } from "./scroll-box.tsx";
import { Time } from "./time.tsx";
import { counted, number } from "./words.ts";

type Column = Exclude<keyof HourFigures, "at">;

/** The table's columns, as it names them. The page's script finds those that it draws by their keys. */
const COLUMNS: Record<Column, string> = {
	events: "Events",
	alerts: "Alerts",
	delivered: "Delivered",
	deliveries: "Deliveries",
	duplicates: "Duplicates",
	rejected: "Rejected",
	failed: "Failed",
};
const NAMES = Object.keys(COLUMNS) as Column[];

/** What came and left within the last week: two charts where the page's script runs, and the numbers in any case. */
export function Hours({ hours }: { readonly hours: readonly HourFigures[] }) {
	return (
		<section id="hours" class="card hours" aria-labelledby="hours-title">
			<div class="card-head">
				<h2 id="hours-title">Hour by hour</h2>
				{/* biome-ignore lint/a11y/useSemanticElements: two buttons, of which one is pressed, are no set of fields */}
				<div id="range" class="range" role="group" aria-label="Time shown" hidden>
					<button type="button" data-hours="24" aria-pressed="true">
						24 hours
					</button>
					<button type="button" data-hours="168" aria-pressed="false">
						7 days
					</button>
				</div>
			</div>
			<Chart id="events" title="Events an hour" drawn={["events"]} />
			<Chart id="alerts" title="Alerts an hour" drawn={["alerts", "delivered"]} />
			<div id="hour-numbers" data-region>
				<p class="sums">{sums(hours)}</p>
				<details id="hour-table">
					<summary>The numbers of each hour</summary>
					<HourTable hours={hours} />
				</details>
			</div>
		</section>
	);
}

interface ChartProps {
	readonly id: string;
	readonly title: string;
	readonly drawn: readonly Column[];
}

/** A place for a chart; what it shows, the table has too. */
function Chart({ id, title, drawn }: ChartProps) {
	return (
		<figure id={`chart-${id}`} class="chart" data-title={title} data-columns={drawn.join(" ")} hidden>
			<figcaption>
				<span class="chart-title">{title}</span>
				{drawn.length > 1 && drawn.map((name) => <span class={`key key-${name}`}>{COLUMNS[name].toLowerCase()}</span>)}
				<span class="readout" />
			</figcaption>
			<div class="chart-place" role="img" aria-label={title} />
		</figure>
	);
}

/** What the charts show, in a sentence. */
function sums(hours: readonly HourFigures[]): string {
	const day = hours.slice(-24);
	const tell = (name: string, of: readonly HourFigures[]) =>
		`${name}: ${counted(total(of, "events"), "event")}, ${counted(total(of, "alerts"), "alert")}.`;
	return `${tell("24 hours", day)} ${tell("7 days", hours)}`;
}

/** The latest hour first. */
function HourTable({ hours }: { readonly hours: readonly HourFigures[] }) {
	return (
		<ScrollBox label="The numbers of each hour" isTall>
			<table class="numbers">
				<thead>
					<tr>
						<th scope="col">Hour from</th>
						{NAMES.map((name) => (
							<th scope="col" data-column={name}>
								{COLUMNS[name]}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{hours.toReversed().map((hour) => (
						<tr>
							<th scope="row">
								<Time at={hour.at} />
							</th>
							{NAMES.map((name) => (
								<td>{number(hour[name])}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</ScrollBox>
	);
}
