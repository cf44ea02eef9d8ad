/** What JSON is made of: a text, white space, a sign, or anything else up to one of these. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|\s+|[{}[\],:]|[^\s"{}[\],:]+/gs;

/** Levels that are indented; what lies deeper stands below the last of them. */
const DEPTH_MOST = 40;

/**
 * JSON a member a line. It is laid out as text, not parsed: numbers keep their digits, members that are there twice stay
 * that, and what is no JSON is only broken into lines.
 */
export function prettyJson(json: string): string {
	let depth = 0;
	let pretty = "";
	let opened = false;
	const line = () => `\n${"  ".repeat(Math.min(depth, DEPTH_MOST))}`;
	for (const [token] of json.matchAll(TOKEN)) {
		if (token.trim() === "") continue;
		if (token === "}" || token === "]") {
			depth = Math.max(0, depth - 1);
			pretty += opened ? token : line() + token;
			opened = false;
			continue;
		}
		if (opened) pretty += line();
		opened = token === "{" || token === "[";
		if (opened) depth++;
		pretty += token === "," ? `,${line()}` : token === ":" ? ": " : token;
	}
	return pretty;
}
