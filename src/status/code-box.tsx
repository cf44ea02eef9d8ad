import { prettyJson } from "./pretty-json.ts";
import { ScrollBox } from "./scroll-box.tsx";
import { Lines, Text } from "./text.tsx";

interface CodeBoxProps {
	/** What is in it, for those who reach it by keyboard. */
	readonly label: string;
	readonly text: string;
}

/** Text whose lines are kept as they are. */
export function CodeBox({ label, text }: CodeBoxProps) {
	return (
		<ScrollBox label={label}>
			<pre class="code">
				<Lines value={text} />
			</pre>
		</ScrollBox>
	);
}

/** A member's name at the beginning of a line of laid-out JSON. */
const MEMBER = /^(\s*)("[^"\\]*(?:\\.[^"\\]*)*")(?=: )/;

/** Longer JSON is shown without colours, in UTF-16 code units. */
const COLOURED_MOST = 100_000;

/** JSON, laid out, with its members' names set off. */
export function JsonBox({ label, text }: CodeBoxProps) {
	const pretty = prettyJson(text);
	if (pretty.length > COLOURED_MOST) return <CodeBox label={label} text={pretty} />;
	return (
		<ScrollBox label={label}>
			<pre class="code">
				{pretty.split("\n").map((line) => (
					<JsonLine line={line} />
				))}
			</pre>
		</ScrollBox>
	);
}

function JsonLine({ line }: { readonly line: string }) {
	const [, indent = "", name = ""] = MEMBER.exec(line) ?? [];
	return (
		<>
			{indent}
			{name !== "" && (
				<span class="member">
					<Text value={name} />
				</span>
			)}
			<Text value={line.slice(indent.length + name.length)} />
			{"\n"}
		</>
	);
}
