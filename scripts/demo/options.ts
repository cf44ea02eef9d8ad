import { Command, InvalidArgumentError } from "commander";

export interface Options {
	/** End when the day is over, instead of keeping the Worker running. */
	readonly once: boolean;
	/** How long the day takes. */
	readonly seconds: number;
}

const HELP = `
A simulated Okta org verifies the Worker's Event Hook and delivers a working day to it. The Worker, in workerd as at
Cloudflare, applies the rules that rules/falco.yaml names. Alerts arrive at a stand-in for Falcosidekick, and the Worker's
status page shows them as they come: its address and the token to sign in with are printed first. All of this is on this
machine, on free ports of 127.0.0.1, and ends with Ctrl-C.

The day takes a minute: the story has its own clock, HH:MM, and the events that it makes have the time of now.

Alerts go to stdout, one a line, as Falco prints them; everything else goes to stderr. Only terminals get colours.

Environment:
  FALCOSIDEKICK_URL      send the alerts to this Falcosidekick instead, such as http://127.0.0.1:2801/
  FALCOSIDEKICK_HEADERS  with these request headers (a JSON object)
  NO_COLOR               no colours

Exit status:
  0  the day went as expected, or you ended it
  1  something did not start, a delivery was refused, or an expected alert did not come`;

/** Reads the command line; prints help or what is wrong with it, and exits, where that is all there is to do. */
export function readOptions(argv: readonly string[]): Options {
	const { once, seconds } = new Command("npm start --")
		.description("Shows what the Worker does, with nothing but this clone.")
		.option("--once", "play the day as fast as it goes, check what came of it, and end", false)
		.option(
			"--seconds <number>",
			"how long the day takes, an hour at most (default: 60, or 0 with --once)",
			readSeconds,
		)
		.addHelpText("after", HELP)
		.parse(argv)
		.opts<{ once: boolean; seconds?: number }>();
	return { once, seconds: seconds ?? (once ? 0 : 60) };
}

/** In a longer day events that a rule counts within five minutes would be further apart. */
const SECONDS_MOST = 3_600;

function readSeconds(text: string): number {
	const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
	if (seconds <= SECONDS_MOST) return seconds;
	throw new InvalidArgumentError(`Give a number of seconds, from 0 to ${SECONDS_MOST}.`);
}
