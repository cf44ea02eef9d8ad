import { ACTIVITIES } from "../../src/okta/windows/activities.ts";
import { LONGEST_SECONDS } from "../../src/okta/windows/argument.ts";
import { DIMENSIONS } from "../../src/okta/windows/dimensions.ts";
import { SERIES_MAX } from "../../src/okta/windows/memory.ts";
import { isWindowField } from "../../src/okta/windows/plan.ts";
import { WINDOW_LIMITS } from "../../src/okta/windows/windows.ts";
import { type ListedField, type Origin, written } from "./field-list.ts";

/** The sections of docs/fields.md. */
type Section = Origin | "windows";

/** What is to be said of the fields of each. */
const SECTIONS: Record<Section, { readonly title: string; readonly text: string }> = {
	"okta plugin": {
		title: "Fields of Falco's okta plugin",
		text: `Names, types and arguments are those of the plugin's version 0.12.0, and rules written for it work unchanged. Where the
plugin is wrong these fields are right; [differences.md](differences.md) lists each place.

Most of them always have a value, which is empty where Okta gave none: \`okta.reason exists\` is true of every event, so
test \`okta.reason != ""\` instead. The last column tells which: what the field gives where Okta says nothing, or *none*.
Of several targets of a type the last one counts.

The two counters have a value only on an event that they count, and count that event too. They go by \`published\`, not by
arrival; attempts of one actor at the very same time count once. A denial is a refused push: \`deny_push\` on Classic,
\`auth_via_mfa\` with \`pushOnlyResponseType\` \`OV_RESPONSE_DENY\` on Identity Engine. A failure is any other \`auth_via_mfa\`
whose result is FAILURE, except the password step (\`PASSWORD_AS_FACTOR\`).`,
	},
	"okta-falco": {
		title: "Fields that only this project has",
		text: `A rule that uses one of these does not load in Falco itself. Where Okta gave nothing they have no value, and null counts
as nothing; only \`okta.uuid\` is always there, and \`okta.targets.…\` wherever there is such a target: empty where Okta gave
nothing, as \`okta.targets.displayName\` is.

- \`okta.debug[key]\` takes Okta's own spelling of a member of \`debugContext.debugData\`, capitals included.
- \`okta.risk.level\`, \`okta.risk.reasons\` and \`okta.behavior[key]\` look in all three places where Okta may put them:
  \`securityContext\`, \`debugData.risk\` or \`.behaviors\`, and \`debugData.logOnlySecurityData\`. Where these
  disagree, HIGH and POSITIVE win.
- \`okta.behavior[key]\` takes a behavior's name without its blanks, since Falco's syntax allows none there: case and
  punctuation do not count either, so \`NewDevice\`, \`new-device\` and \`newdevice\` are all "New Device".
- \`okta.client.ipchain[index]\` begins like the older \`okta.client.ip\`. In an output \`%okta.client.ipchain\` without
  brackets is therefore still \`%okta.client.ip\` and the word "chain"; with brackets it is the new field.
- \`okta.change.from[key]\` and \`okta.change.to[key]\` look in the \`changeDetails\` of all targets; the last that has the
  key counts.`,
	},
	windows: {
		title: "Fields that look back",
		text: `Only this project has these too. They tell of other events, so that a rule can count and follow them. Nothing is
remembered but what a loaded rule asks for: an event costs one row written for each KEY that rules count it by.

\`okta.count\`, \`okta.distinct\` and \`okta.new\` look at events **like** the present one: of its type, with its result and
its KEY. So \`okta.evt.type = user.session.start and okta.result = FAILURE and okta.distinct[ip,actor,600] = 10\` is about
failed sign-ins alone. \`okta.recent\` looks at events of an ACTIVITY, whatever the present one is.

- Times are the events' own (\`published\`). A window holds what happened less than SECONDS before its end, which is the
  present event; SECONDS may be 1 to ${LONGEST_SECONDS}.
- An event that is delivered twice counts once.
- **Order does not matter.** An event that comes late gets the number of the fullest window it lies in, so whichever event
  completes a window sees all of it. Each number is for itself: of a late event two of them may be of different windows.
  Where a late event changes what \`okta.recent\` was for an earlier one, that one is evaluated again, and alerts then.
- **To alert once**, test for the number at which it is reached: \`okta.count[…] = 3\`, and for what is different
  \`okta.distinct[…] = 10 and okta.new[…] = true\`, since \`okta.distinct\` stays what it is when something comes again. An
  event raises what a window holds by one at most, so no threshold is passed unseen. A number that falls and is reached
  again alerts again. With \`>=\` every further event alerts.
- \`okta.new\` with a long window tells what somebody did not do before: \`okta.new[actor,country,604800] = true and
  okta.count[actor,604800] > 5\` is a country that is new for somebody who signs in often. Here order matters: both are as of
  when the event came, and it is not evaluated again when sign-ins from before it come later.
- An event without the KEY has no value; one without the FIELD is counted, but not as something different.
- In \`okta.recent[ACTIVITY,KEY,SECONDS]\` the KEY may be two, \`then=now\`: \`okta.recent[factor_reset,user=actor,3600]\` is
  how often a factor was taken from whoever acts now. The present event itself is never counted.
- Of the events of one KEY the last ${WINDOW_LIMITS.members.toLocaleString("en")} are kept, and as many as ${WINDOW_LIMITS.lateSeconds / 86_400} days longer than rules look back, for those that come
  late. No number is larger than ${(WINDOW_LIMITS.members + 1).toLocaleString("en")}: these and the present event; \`rules check\` warns of a rule that waits for more.
- Of all KEYs together ${SERIES_MAX.toLocaleString("en")} are kept, the same one once for each type and result, or ACTIVITY, that is counted by it. Where
  there are more, those go first that no event was added to for longest: in a large org, counting by session can cost
  what another rule would remember for a week.

KEY and FIELD are one of these; \`unknown\`, as Okta writes where it knows none, is as good as nothing:

${list(DIMENSIONS)}

ACTIVITY is an event type, with a result if need be (\`user.mfa.factor.activate\`, \`user.session.start:FAILURE\`), or one of
these:

${list(ACTIVITIES)}`,
	},
	falco: {
		title: "Fields of every event",
		text: "Times are Okta's `published`; clock and date are UTC. In `output_fields` the times are numbers of nanoseconds.",
	},
	"json plugin": {
		title: "Fields of the event as JSON",
		text: `They read what Okta sent, untouched: \`json.value[/debugContext/debugData/requestId]\`. Falco's own json plugin sees only
what the okta plugin left of it.

Okta does not write an event the same in both places: an event hook has the chain of addresses at \`/client/ipChain\` and no
\`/request\`, the System Log has it at \`/request/ipChain\`. Rules see whichever comes first, so a pointer to either misses
events; \`okta.client.ipchain[index]\` looks in both.`,
	},
};

const HEAD = `<!-- Made by \`npm run rules -- fields --markdown\` from the tables that the Worker reads. Do not edit. -->

# Fields

What rules of source \`okta\` can test and print. \`npm run rules -- fields [PATTERN]\` lists the same in a terminal.

\`[key]\` and words in capitals stand for text; \`[index]\` for a number, which is a place counted from 0 or a counter's seconds. A \`?\` behind
them says that they may be left out, which then gives all as \`(a,b)\`.

What Okta sends in another type than expected is read all the same: a number or boolean as its JSON text, an object or
array as compact JSON, null as nothing.
`;

/** docs/fields.md for these fields; a section without any is left out. */
export function fieldPage(fields: readonly ListedField[]): string {
	const sections = (Object.keys(SECTIONS) as Section[]).flatMap((name) => {
		const own = fields.filter((field) => sectionOf(field) === name);
		return own.length === 0 ? [] : [section(name, own)];
	});
	return [HEAD, ...sections].join("\n");
}

function sectionOf({ name, origin }: ListedField): Section {
	return isWindowField(name) ? "windows" : origin;
}

function section(name: Section, fields: readonly ListedField[]): string {
	const { title, text } = SECTIONS[name];
	// Only of the okta fields does it depend on the event whether they have a value.
	const aboutOkta = name === "okta plugin" || name === "okta-falco";
	const columns = ["Field", "Type", "Description", ...(aboutOkta ? ["If absent"] : [])];
	const rows = fields.map((field) => [
		`\`${written(field)}\``,
		field.type,
		field.description.replaceAll("|", "\\|"),
		...(aboutOkta ? [absent(field)] : []),
	]);
	const lines = [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
	return [`## ${title}`, "", text, "", ...lines, ""].join("\n");
}

function absent({ empty }: ListedField): string {
	if (empty === null) return "*none*";
	return empty === "" ? '`""`' : `\`${empty}\``;
}

/** `- \`name\`: description`, for each. */
function list(table: Readonly<Record<string, { readonly description: string }>>): string {
	return Object.entries(table)
		.map(([name, { description }]) => `- \`${name}\`: ${description}`)
		.join("\n");
}
