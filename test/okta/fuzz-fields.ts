import { Command, InvalidArgumentError } from "commander";
import { fuzzFields } from "./fields.fuzz.ts";

/** Reads every okta field of many mutated events; ends with the event that shows a fault, if one does. */
new Command("fuzz-fields")
	.description("read every okta field of many mutated events")
	.option("--events <number>", "how many events", wholeNumber, 250_000)
	.option("--seed <number>", "which events: the same seed, the same events", wholeNumber, Date.now() % 2 ** 31)
	.action(({ events, seed }: { events: number; seed: number }) => {
		const started = performance.now();
		const { reads, values } = fuzzFields(events, seed);
		const seconds = ((performance.now() - started) / 1000).toFixed(1);
		console.log(`${events} mutated events, ${reads} reads, ${values} values, no fault (seed ${seed}, ${seconds} s)`);
	})
	.parse();

function wholeNumber(text: string): number {
	if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
	return Number(text);
}
