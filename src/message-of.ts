/** What something that was thrown says of itself: whatever it is, for a log or a person to read. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
