/** How often the server is asked whether it is still there, and how long it may take to say so; in milliseconds. */
const PULSE = 30_000;
const ANSWER_MAX = 10_000;

interface LineEvents {
	readonly onOpen: () => void;
	/** The server has something to tell. */
	readonly onMessage: () => void;
	/** Once, when the line is closed, could not be opened, or is dead; with the code (RFC 6455) by which it was closed, if it was. */
	readonly onLost: (code?: number) => void;
}

/** Opens a WebSocket and keeps asking whether it still stands, as a network that is gone closes nothing. */
export function openLine(address: string, { onOpen, onMessage, onLost }: LineEvents): void {
	const socket = new WebSocket(address);
	let pulse: number | undefined;
	let deadline: number | undefined;
	const lose = (code?: number) => {
		if (events.signal.aborted) return;
		events.abort();
		clearInterval(pulse);
		clearTimeout(deadline);
		socket.close();
		onLost(code);
	};
	const ask = () => {
		socket.send("ping");
		deadline ??= setTimeout(() => lose(), ANSWER_MAX);
	};
	const hear = ({ data }: MessageEvent) => {
		clearTimeout(deadline);
		deadline = undefined;
		if (data !== "pong") onMessage();
	};
	const events = new AbortController();
	const options = { signal: events.signal };
	socket.addEventListener(
		"open",
		() => {
			pulse = setInterval(ask, PULSE);
			onOpen();
		},
		options,
	);
	socket.addEventListener("message", hear, options);
	socket.addEventListener("close", ({ code }) => lose(code), options);
}
