import type { Child } from "hono/jsx";

interface ScrollBoxProps {
	/** What is in it, for those who reach it by keyboard. */
	readonly label: string;
	/** Whether it is only so high, too. */
	readonly isTall?: boolean;
	readonly children: Child;
}

/** A place for what may be wider or longer than there is room: it scrolls by itself, and by keyboard too. */
export function ScrollBox({ label, isTall = false, children }: ScrollBoxProps) {
	return (
		<section class={isTall ? "scroll tall" : "scroll"} tabindex={0} aria-label={label}>
			{children}
		</section>
	);
}
