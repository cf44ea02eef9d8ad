/** The numbers of an hour, which began at `at` (milliseconds), by the keys of the table's columns. */
export interface Hour {
	readonly at: number;
	readonly numbers: Readonly<Record<string, number>>;
}

/** Reads the page's table of hours, the oldest first. */
export function readHours(): Hour[] {
	const table = document.querySelector("#hour-table table");
	if (table === null) return [];
	const keys = [...table.querySelectorAll<HTMLElement>("thead [data-column]")].map(
		({ dataset }) => dataset.column ?? "",
	);
	const hours = [...table.querySelectorAll("tbody tr")].map((row) => {
		const cells = [...row.querySelectorAll("td")].map(({ textContent }) => Number(textContent.replaceAll(",", "")));
		const at = Date.parse(row.querySelector("time")?.dateTime ?? "");
		return { at, numbers: Object.fromEntries(keys.map((key, index) => [key, cells[index] ?? 0])) };
	});
	return hours.reverse();
}
