/** Answers that are remembered, and the longest text of which they are. */
const ANSWERS_MAX = 500;
const TEXT_MAX = 1_000;

/** The same function of a text, which does not work out again what it answered lately: for texts that few events differ in. */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
	const answers = new Map<string, Answered<Answer>>();
	let last: Answered<Answer> | undefined;
	return (text) => {
		// To compare two texts takes a fraction of what it takes to look one up.
		if (last?.text === text) return last.answer;
		if (text.length > TEXT_MAX) return answer(text);
		let known = answers.get(text);
		if (known === undefined) {
			known = { text, answer: answer(text) };
			if (answers.size === ANSWERS_MAX) answers.clear();
			answers.set(text, known);
		}
		last = known;
		return known.answer;
	};
}

interface Answered<Answer> {
	readonly text: string;
	readonly answer: Answer;
}
