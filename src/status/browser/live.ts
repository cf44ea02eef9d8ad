import { openLine } from "./line.ts";

/** How the page is kept up to date. */
export type Connection = "connecting" | "live" | "reconnecting";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/** The code of RFC 6455 by which the server makes room for others: src/org/live.ts. */
const TRY_AGAIN_LATER = 1013;

interface Watcher {
	/** Something may be new. */
	readonly onChange: () => void;
	readonly onConnection: (connection: Connection) => void;
	/** Whether the page is about to be left: signing out ends the line, and nobody is let in again. */
	readonly isBeingLeft: () => boolean;
}

/** Listens to the server for as long as the page is there, and goes back to it when the connection breaks. */
export function watch({ onChange, onConnection, isBeingLeft }: Watcher): void {
	const address = `${location.protocol.replace("http", "ws")}//${location.host}/status/live`;
	let wait = FIRST_WAIT;
	let timer: number | undefined;
	const connect = () => {
		clearTimeout(timer);
		timer = undefined;
		if (isBeingLeft()) return comeBack();
		openLine(address, {
			onOpen: () => {
				wait = FIRST_WAIT;
				onConnection("live");
				// What changed before it was open is not told again.
				onChange();
			},
			onMessage: onChange,
			onLost: (code) => {
				onConnection("reconnecting");
				// If it is that the session is over, the page finds out by that.
				if (wait === FIRST_WAIT) onChange();
				// Who came back at once would send another page away, and that one the next.
				if (code === TRY_AGAIN_LATER) wait = LONGEST_WAIT;
				comeBack();
			},
		});
	};
	const comeBack = () => {
		// Not all the pages in the world at the same moment.
		timer = setTimeout(connect, wait * (0.5 + Math.random() / 2));
		wait = Math.min(wait * 2, LONGEST_WAIT);
	};
	const hurry = () => {
		if (timer !== undefined && document.visibilityState === "visible") connect();
	};
	onConnection("connecting");
	addEventListener("online", hurry);
	document.addEventListener("visibilitychange", hurry);
	connect();
}
