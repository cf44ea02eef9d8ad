/** One thing that was measured. */
export interface Figure {
	readonly section: string;
	readonly name: string;
	readonly value: number;
	readonly unit: Unit;
	/** What it should not exceed. */
	readonly most?: number;
	/** What it should reach. */
	readonly least?: number;
	/** What goes with it: the share of events that alerted, how many samples. */
	readonly note?: string;
}

export type Unit = "×" | "µs" | "ns" | "ms" | "KiB" | "MiB" | "/s" | "%";

/** What a section of the benchmark is told. */
export interface Setting {
	readonly seed: number;
	readonly events: number;
	/** Tells how far the section is, from 0 to 1, and what it is at. */
	readonly progress: (share: number, words: string) => void;
}

export type Section = (setting: Setting) => Figure[] | Promise<Figure[]>;

export function isMet({ value, most, least }: Figure): boolean {
	return (most === undefined || value <= most) && (least === undefined || value >= least);
}

/** A table for people: the figures by section, with their targets. */
export function printFigures(figures: readonly Figure[]): string {
	const sections = [...new Set(figures.map(({ section }) => section))];
	const width = Math.max(...figures.map(({ name }) => name.length));
	return sections.map((name) => printSection(name, figures, width)).join("\n");
}

function printSection(section: string, figures: readonly Figure[], width: number): string {
	const lines = figures
		.filter((figure) => figure.section === section)
		.map((figure) =>
			`  ${figure.name.padEnd(width)}  ${amount(figure.value, figure.unit)}${remarks(figure)}`.trimEnd(),
		);
	return `${section}\n${lines.join("\n")}\n`;
}

function amount(value: number, unit: Unit): string {
	return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0).padStart(8)} ${unit.padEnd(3)}`;
}

function remarks(figure: Figure): string {
	const { most, least, unit, note } = figure;
	const target = most !== undefined ? `≤ ${most} ${unit}` : least !== undefined ? `≥ ${least} ${unit}` : "";
	const verdict = target === "" ? "" : isMet(figure) ? "  met" : "  MISSED";
	return `  ${target.padEnd(12)}${verdict.padEnd(9)} ${note ?? ""}`;
}
