/** Answers that are remembered, and the longest text of which they are. */
const ANSWERS_MAX = 500;
const TEXT_MAX = 1_000;

/** The same function of a text, which does not work out again what it answered lately: for texts that few events differ in. */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
	const answers = new Map<string, Answer>();
	return (text) => {
		const known = answers.get(text);
		if (known !== undefined || text.length > TEXT_MAX) return known ?? answer(text);
		if (answers.size === ANSWERS_MAX) answers.clear();
		const made = answer(text);
		answers.set(text, made);
		return made;
	};
}
