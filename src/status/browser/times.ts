import { ago } from "../words.ts";

const THIS_YEAR: Intl.DateTimeFormatOptions = {
	day: "numeric",
	month: "short",
	hour: "2-digit",
	minute: "2-digit",
	second: "2-digit",
	hourCycle: "h23",
};
const inThisYear = new Intl.DateTimeFormat(undefined, THIS_YEAR);
const inAnyYear = new Intl.DateTimeFormat(undefined, { ...THIS_YEAR, year: "numeric" });

const today = new Intl.DateTimeFormat(undefined, {
	hour: "2-digit",
	minute: "2-digit",
	second: "2-digit",
	hourCycle: "h23",
});

/** A moment in the reader's own time and way of writing it, with the year where that is another. */
export function localTime(at: Date): string {
	return (at.getFullYear() === new Date().getFullYear() ? inThisYear : inAnyYear).format(at);
}

/** The same for a list, where today goes without saying. */
function briefTime(at: Date): string {
	return at.toDateString() === new Date().toDateString() ? today.format(at) : localTime(at);
}

/** Shows all moments within an element in the reader's own time, with UTC where the pointer rests. Days stay days. */
export function showTimes(within: ParentNode): void {
	for (const time of within.querySelectorAll<HTMLTimeElement>("time[datetime*='T']")) {
		const at = new Date(time.dateTime);
		if (Number.isNaN(at.getTime())) continue;
		const utc = `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
		if ("ago" in time.dataset) {
			time.title = `${localTime(at)} (${utc})`;
			time.textContent = ago(Date.now() - at.getTime());
		} else {
			time.title = utc;
			time.textContent = time.closest("td") === null ? localTime(at) : briefTime(at);
		}
	}
}

/** Brings up to date what says how long ago something was. */
export function showAges(): void {
	for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
		const text = ago(Date.now() - Date.parse(time.dateTime));
		if (time.textContent !== text) time.textContent = text;
	}
}
