/** How long somebody has to stop typing, in milliseconds. */
const PAUSE = 250;

/** Filters the alerts as soon as a field changes, and keeps the page's address in step. */
export function watchFilter(onChange: () => void): void {
	const form = document.querySelector<HTMLFormElement>("#filter");
	const ofActor = document.querySelector<HTMLFormElement>("#of-actor");
	const reset = document.querySelector<HTMLAnchorElement>(".filter-reset");
	const submit = document.querySelector<HTMLButtonElement>(".filter-submit");
	if (form === null || ofActor === null || reset === null || submit === null) return;
	let timer: number | undefined;
	const apply = () => {
		clearTimeout(timer);
		const query = queryOf(form);
		history.replaceState(null, "", query === "" ? "/status" : `/status?${query}`);
		reset.hidden = query === "";
		onChange();
	};
	const fill = (values: Readonly<Record<string, string>>) => {
		for (const field of fieldsOf(form)) field.value = values[field.name] ?? "";
		apply();
	};
	submit.hidden = true;
	form.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(apply, PAUSE);
	});
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		apply();
	});
	reset.addEventListener("click", (event) => {
		event.preventDefault();
		fill({});
		form.querySelector<HTMLElement>("select, input")?.focus();
	});
	ofActor.addEventListener("submit", (event) => {
		event.preventDefault();
		if (event.submitter instanceof HTMLButtonElement) fill({ actor: event.submitter.value });
	});
}

/** Offers what a later page does: rules that were deployed and people who had alerts since. What is chosen stays. */
export function takeOverChoices(later: Document): void {
	for (const id of ["filter-rule", "actors"]) {
		const [before, after] = [document, later].map((page) => page.getElementById(id));
		if (before == null || after == null || valuesIn(before) === valuesIn(after)) continue;
		const chosen = before instanceof HTMLSelectElement ? before.value : undefined;
		before.replaceChildren(...[...after.children].map((option) => document.importNode(option, true)));
		if (before instanceof HTMLSelectElement) before.value = chosen ?? "";
	}
}

function valuesIn(list: Element): string {
	return JSON.stringify([...list.querySelectorAll("option")].map(({ value }) => value));
}

function fieldsOf(form: HTMLFormElement): (HTMLInputElement | HTMLSelectElement)[] {
	return [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("select[name], input[name]")];
}

function queryOf(form: HTMLFormElement): string {
	const filled = fieldsOf(form).filter(({ value }) => value.trim() !== "");
	return new URLSearchParams(filled.map(({ name, value }) => [name, value])).toString();
}
