import { type ListedField, type Origin, written } from "./field-list.ts";

/** The sections of docs/fields.md, each with what is to be said of its fields. */
const SECTIONS: Record<Origin, { readonly title: string; readonly text: string }> = {
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
as nothing; only \`okta.uuid\` is always there.

- \`okta.debug[key]\` takes Okta's own spelling of a member of \`debugContext.debugData\`, capitals included.
- \`okta.risk.level\`, \`okta.risk.reasons\` and \`okta.behavior[key]\` look in all three places where Okta may put them:
  \`securityContext\`, \`debugData.risk\` or \`.behaviors\`, and \`debugData.logOnlySecurityData\`.
- \`okta.behavior[key]\` takes a behavior's name without its blanks, since Falco's syntax allows none there: case and
  punctuation do not count either, so \`NewDevice\`, \`new-device\` and \`newdevice\` are all "New Device". Where Okta's
  places disagree, POSITIVE wins.
- \`okta.client.ipchain[index]\` begins like the older \`okta.client.ip\`. In an output \`%okta.client.ipchain\` without
  brackets is therefore still \`%okta.client.ip\` and the word "chain"; with brackets it is the new field.
- \`okta.change.from[key]\` and \`okta.change.to[key]\` look in the \`changeDetails\` of all targets; the last that has the
  key counts.`,
	},
	falco: {
		title: "Fields of every event",
		text: "Times are Okta's `published`; clock and date are UTC. In `output_fields` the times are numbers of nanoseconds.",
	},
	"json plugin": {
		title: "Fields of the event as JSON",
		text: `They read what Okta sent, untouched: \`json.value[/debugContext/debugData/requestId]\`. Falco's own json plugin sees only
what the okta plugin left of it.`,
	},
};

const HEAD = `<!-- Made by \`npm run rules -- fields --markdown\` from the tables that the Worker reads. Do not edit. -->

# Fields

What rules of source \`okta\` can test and print. \`npm run rules -- fields [PATTERN]\` lists the same in a terminal.

\`[key]\` stands for text; \`[index]\` for a number, which is a place counted from 0 or a counter's seconds. A \`?\` behind
them says that they may be left out, which then gives all as \`(a,b)\`.

What Okta sends in another type than expected is read all the same: a number or boolean as its JSON text, an object or
array as compact JSON, null as nothing.
`;

/** docs/fields.md for these fields; a section without any is left out. */
export function fieldPage(fields: readonly ListedField[]): string {
	const sections = (Object.keys(SECTIONS) as Origin[]).flatMap((origin) => {
		const own = fields.filter((field) => field.origin === origin);
		return own.length === 0 ? [] : [section(origin, own)];
	});
	return [HEAD, ...sections].join("\n");
}

function section(origin: Origin, fields: readonly ListedField[]): string {
	const { title, text } = SECTIONS[origin];
	// Only of the okta fields does it depend on the event whether they have a value.
	const aboutOkta = origin === "okta plugin" || origin === "okta-falco";
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
