/** What came of an operator's press of a button; the page that shows it is told which by its address. */
export const NOTICES = {
	replayed: "The alert is on its way again.",
	resolved: "The alert is closed.",
	"event-replayed": "The event was evaluated. What it raised is among the alerts.",
	"event-failed": "The event still cannot be evaluated: its reason says why.",
	"event-resolved": "The event is closed.",
	gone: "It is not there any more: somebody else has seen to it.",
} as const;

export type NoticeName = keyof typeof NOTICES;

export function Notice({ name }: { readonly name: NoticeName | undefined }) {
	if (name === undefined) return null;
	return (
		<p id="notice" class="notice" role="status">
			{NOTICES[name]}
		</p>
	);
}
