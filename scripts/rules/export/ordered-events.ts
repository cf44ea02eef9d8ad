import { text } from "../../../src/okta/log-event.ts";
import type { EventFile } from "./file-events.ts";
import type { Input } from "./input.ts";
import { startProgress } from "./progress.ts";
import { EventSort, type LineEvent } from "./sort-events.ts";

/** Where what is no event is told. */
export type TellProblem = (line: number, problem: string) => void;

/** The events as the file has them. `bar`: whether a progress bar disturbs nothing on the terminal. */
export async function* inFileOrder(
	input: Input,
	file: EventFile,
	tell: TellProblem,
	bar: boolean,
): AsyncGenerator<LineEvent> {
	const progress = startProgress("read", bar ? input.size : 0, "MB");
	try {
		for await (const event of file.events) {
			progress.update(input.read());
			if ("problem" in event) tell(event.line, event.problem);
			else yield event;
		}
	} finally {
		progress.stop();
	}
}

/**
 * The events by the time they happened; those of one time as the file has them. An event that the file has twice (by its
 * uuid), as overlapping exports do, comes once: `tellRepeated` hears of the others.
 */
export async function* inTimeOrder(
	input: Input,
	file: EventFile,
	tell: TellProblem,
	bar: boolean,
	tellRepeated: () => void,
): AsyncGenerator<LineEvent> {
	const sort = new EventSort();
	const dispose = () => sort.dispose();
	// However the process ends, so long as it is not killed outright.
	process.once("exit", dispose);
	try {
		for await (const event of inFileOrder(input, file, tell, true)) await sort.add(event);
		const progress = startProgress("evaluated", bar ? sort.count : 0, "events");
		let done = 0;
		try {
			for await (const event of withoutRepeats(sort.sorted(), tellRepeated)) {
				yield event;
				progress.update(++done);
			}
		} finally {
			progress.stop();
		}
	} finally {
		process.off("exit", dispose);
		sort.dispose();
	}
}

async function* withoutRepeats(sorted: AsyncIterable<LineEvent>, tellRepeated: () => void): AsyncGenerator<LineEvent> {
	let published = "";
	let uuids = new Set<string>();
	for await (const event of sorted) {
		if (text(event.log.published) !== published) uuids = new Set();
		published = text(event.log.published);
		const uuid = text(event.log.uuid);
		if (uuids.has(uuid)) tellRepeated();
		else yield event;
		if (uuid !== "") uuids.add(uuid);
	}
}
