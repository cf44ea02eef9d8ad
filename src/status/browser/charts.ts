import uPlot from "uplot";
import { number } from "../words.ts";
import { type Hour, readHours } from "./hour-table.ts";
import { localTime } from "./times.ts";

const HEIGHT = 136;
const HOUR = 3_600;

/** What is shown of each column that is drawn; its bars' width as a share of the hour. */
const COLUMNS: Readonly<Record<string, { readonly name: string; readonly colour: string; readonly width: number }>> = {
	events: { name: "events", colour: "--bar-events", width: 0.8 },
	alerts: { name: "alerts", colour: "--bar-alerts", width: 0.8 },
	delivered: { name: "delivered", colour: "--bar-delivered", width: 0.36 },
};

/** Draws the charts of the table of hours, and does so again as their size, their colours or the hours shown change. */
export class Charts {
	readonly #figures = [...document.querySelectorAll<HTMLElement>(".chart")];
	readonly #plots = new Map<HTMLElement, uPlot>();
	#shown = 24;

	constructor() {
		if (this.#figures.length === 0) return;
		this.#offerRanges();
		matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
		const observer = new ResizeObserver((entries) => {
			for (const { target, contentRect } of entries) {
				const plot = this.#plots.get(target as HTMLElement);
				if (plot !== undefined && contentRect.width > 0) plot.setSize({ width: contentRect.width, height: HEIGHT });
			}
		});
		for (const figure of this.#figures) {
			figure.hidden = false;
			observer.observe(figure);
		}
		this.draw();
	}

	draw(): void {
		const hours = readHours().slice(-this.#shown);
		for (const figure of this.#figures) {
			this.#plots.get(figure)?.destroy();
			const plot = hours.length === 0 ? undefined : drawn(figure, hours);
			if (plot !== undefined) this.#plots.set(figure, plot);
		}
	}

	#offerRanges(): void {
		const range = document.querySelector<HTMLElement>("#range");
		if (range === null) return;
		range.hidden = false;
		const buttons = [...range.querySelectorAll("button")];
		for (const button of buttons) {
			button.addEventListener("click", () => {
				for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
				this.#shown = Number(button.dataset.hours);
				this.draw();
			});
		}
	}
}

function drawn(figure: HTMLElement, hours: readonly Hour[]): uPlot | undefined {
	const place = figure.querySelector<HTMLElement>(".chart-place");
	const readout = figure.querySelector(".readout");
	if (place === null || readout === null) return undefined;
	const columns = (figure.dataset.columns ?? "").split(" ");
	const tell = (index: number | null | undefined) => {
		const hour = index == null ? undefined : hours[index];
		readout.textContent = hour === undefined ? "" : told(hour, columns);
	};
	place.setAttribute("aria-label", summary(figure.dataset.title ?? "", hours, columns));
	const data = [
		hours.map(({ at }) => at / 1_000 + HOUR / 2),
		...columns.map((key) => hours.map(({ numbers }) => numbers[key] ?? 0)),
	];
	const options = optionsOf(columns, hours, figure.clientWidth, tell);
	return new uPlot(options, data as uPlot.AlignedData, (plot, init) => {
		place.replaceChildren(plot.root);
		init();
	});
}

function optionsOf(
	columns: readonly string[],
	hours: readonly Hour[],
	width: number,
	tell: (index: number | null | undefined) => void,
): uPlot.Options {
	const style = getComputedStyle(document.documentElement);
	const colour = (name: string) => style.getPropertyValue(name).trim();
	const font = `12px ${colour("--sans")}`;
	const [first = 0, last = 0] = [hours[0]?.at, hours.at(-1)?.at].map((at) => (at ?? 0) / 1_000);
	const axis = { stroke: colour("--soft"), font, ticks: { show: false } };
	return {
		width,
		height: HEIGHT,
		padding: [8, 18, 0, 0],
		legend: { show: false },
		cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
		scales: {
			x: { time: true, range: () => [first, last + HOUR] },
			y: { range: (_, __, most) => [0, Math.max(4, most * 1.05)] },
		},
		axes: [
			{ ...axis, size: 24, gap: 4, space: 56, grid: { show: false }, values: timesOf },
			{
				...axis,
				size: 44,
				gap: 4,
				space: 28,
				grid: { stroke: colour("--line"), width: 1 },
				incrs: [1, 2, 5]
					.flatMap((step) => [0, 1, 2, 3, 4, 5, 6].map((power) => step * 10 ** power))
					.sort((a, b) => a - b),
				values: (_, splits) => splits.map((split) => short(split)),
			},
		],
		series: [
			{},
			...columns.map((key): uPlot.Series => {
				const { name, colour: variable, width: share } = COLUMNS[key] ?? { name: key, colour: "--soft", width: 0.8 };
				const paths = uPlot.paths.bars?.({ size: [share, 60] });
				return { label: name, fill: colour(variable), width: 0, points: { show: false }, ...(paths && { paths }) };
			}),
		],
		hooks: { setCursor: [({ cursor }) => tell(cursor.idx)] },
	};
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** Hours as they are on a clock, and a day where it begins. */
function timesOf(_: uPlot, splits: number[]): string[] {
	return splits.map((split) => {
		const at = new Date(split * 1_000);
		return at.getHours() === 0 && at.getMinutes() === 0 ? day.format(at) : clock.format(at);
	});
}

/** `12k` */
function short(value: number): string {
	return value >= 10_000 ? `${value / 1_000}k` : String(value);
}

function told({ at, numbers }: Hour, columns: readonly string[]): string {
	const parts = columns.map((key) => `${number(numbers[key] ?? 0)} ${COLUMNS[key]?.name ?? key}`);
	return `${localTime(new Date(at)).replace(/:00$/, "")}: ${parts.join(", ")}`;
}

/** What a chart shows, for those who do not see it. */
function summary(title: string, hours: readonly Hour[], columns: readonly string[]): string {
	const parts = columns.map((key) => {
		const all = hours.map(({ numbers }) => numbers[key] ?? 0);
		const sum = all.reduce((total, value) => total + value, 0);
		return `${number(sum)} ${COLUMNS[key]?.name ?? key}, ${number(Math.max(...all))} in the busiest hour`;
	});
	return `${title}, ${hours.length} hours: ${parts.join("; ")}. The numbers are in the table below.`;
}
