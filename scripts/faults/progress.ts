import { SingleBar } from "cli-progress";

/** Shows on stderr how far a check is: one line that changes on a terminal, else a line now and then. */
export class Progress {
	readonly #name: string;
	#bar: SingleBar | undefined;

	constructor(name: string) {
		this.#name = name;
	}

	/** `share` is from 0 to 1. */
	show(share: number, words: string): void {
		this.#bar ??= this.#start(words);
		this.#bar.update(Math.floor(share * 100), { words });
	}

	end(): void {
		this.#bar?.stop();
	}

	#start(words: string): SingleBar {
		const bar = new SingleBar({
			format: `${this.#name.padEnd(16)}  {percentage}%  {words}`,
			stream: process.stderr,
			noTTYOutput: true,
			notTTYSchedule: 10_000,
			clearOnComplete: true,
			gracefulExit: false,
		});
		bar.start(100, 0, { words });
		return bar;
	}
}
