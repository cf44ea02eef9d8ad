/** A press is over after this, in milliseconds, at the latest: where it ends the page may not hear of it. */
const PRESS_MAX = 5_000;

/**
 * Tells whether something is being pressed, by pointer or space bar: a link or a button that is replaced before it is let go
 * is not clicked. `onLetGo` is called when it is let go, if somebody was told so meanwhile.
 */
export function watchPresses(onLetGo: () => void): () => boolean {
	let pressedAt = Number.NEGATIVE_INFINITY;
	/** Runs when somebody was told. */
	let timer: number | undefined;
	const press = () => {
		pressedAt = Date.now();
	};
	const end = () => {
		pressedAt = Number.NEGATIVE_INFINITY;
		if (timer === undefined) return;
		clearTimeout(timer);
		timer = undefined;
		onLetGo();
	};
	// The click comes only after this.
	const letGo = () => setTimeout(end);
	addEventListener("pointerdown", ({ button }) => button === 0 && press());
	addEventListener("pointerup", letGo);
	addEventListener("pointercancel", letGo);
	addEventListener("keydown", ({ key, repeat }) => key === " " && !repeat && press());
	addEventListener("keyup", ({ key }) => key === " " && letGo());
	return () => {
		const left = pressedAt + PRESS_MAX - Date.now();
		if (left > 0) timer ??= setTimeout(end, left);
		return left > 0;
	};
}
