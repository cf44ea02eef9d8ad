import { SHAPES } from "./shapes.ts";
import type { Tone } from "./trouble.ts";

/** The shape of a tone; beside words, which say the same. */
export function Icon({ tone }: { readonly tone: Tone }) {
	const { outline, mark } = SHAPES[tone];
	return (
		<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
			<path class="icon-outline" d={outline} />
			<path class="icon-mark" d={mark} />
		</svg>
	);
}
