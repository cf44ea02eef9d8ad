import { distance } from "fastest-levenshtein";

/** The candidate that a misspelt word most likely stands for; undefined when none is near. */
export function suggest(wrong: string, candidates: readonly string[]): string | undefined {
	let nearest: string | undefined;
	// Up to one letter in four may differ, and never all: more, and the suggestion would be a guess.
	let least = Math.min(Math.ceil(wrong.length / 4) + 1, wrong.length);
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - wrong.length) >= least) continue;
		const edits = distance(wrong.toLowerCase(), candidate.toLowerCase());
		if (edits < least) [nearest, least] = [candidate, edits];
	}
	return nearest;
}
