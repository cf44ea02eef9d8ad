import type { Explained, ExplainedCheck } from "../falco/explain.ts";
import { LongText } from "./long-text.tsx";
import { Text } from "./text.tsx";

/** A rule's condition on one event: of each of its parts whether it holds, and what it read. */
export function Explanation({ explained }: { readonly explained: Explained }) {
	return (
		<ul class="explained">
			<Part part={explained} />
		</ul>
	);
}

const GROUPS: Record<"and" | "or" | "not", string> = {
	and: "all of these",
	or: "one of these at least",
	not: "not this",
};

function Part({ part }: { readonly part: Explained }) {
	if (part.type === "check") {
		return (
			<li class={part.holds ? "holds" : "fails"}>
				<Verdict holds={part.holds} />
				<Check check={part} />
			</li>
		);
	}
	const children = part.type === "not" ? [part.child] : part.children;
	return (
		<li class={part.holds ? "holds" : "fails"}>
			<Verdict holds={part.holds} />
			<span class="group">{GROUPS[part.type]}</span>
			<ul>
				{children.map((child) => (
					<Part part={child} />
				))}
			</ul>
		</li>
	);
}

function Verdict({ holds }: { readonly holds: boolean }) {
	return <span class="verdict">{holds ? "holds" : "does not hold"}</span>;
}

function Check({ check: { text, values } }: { readonly check: ExplainedCheck }) {
	return (
		<>
			<code class="test">
				<Text value={text} />
			</code>
			{values.length > 0 && (
				<dl class="values">
					{values.map(({ text: name, value }) => (
						<div>
							<dt>
								<Text value={name} />
							</dt>
							<dd>{value === null ? <em>has no value</em> : <LongText label={name} value={value} />}</dd>
						</div>
					))}
				</dl>
			)}
		</>
	);
}
