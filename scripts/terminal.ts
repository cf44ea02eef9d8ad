/**
 * Text without what a terminal obeys instead of showing: control characters, line ends among them, and marks that reorder
 * or hide text.
 */
export function visible(text: string): string {
	return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "");
}
