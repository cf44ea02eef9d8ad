import {
	type Document,
	type ErrorCode,
	isAlias,
	isMap,
	isNode,
	isPair,
	isScalar,
	isSeq,
	type Pair,
	parseAllDocuments,
	type Scalar,
	type YAMLParseError,
} from "yaml";
import { Budget, LIMITS } from "./limits.ts";

/**
 * Before the first stage: YAML text → nodes that know where they stand. Scalars stay text, as Falco reads them; the
 * first of two equal keys counts; `<<` is a key like any other; an alias is the node it names, not a copy.
 */
export type YamlNode = YamlScalar | YamlNull | YamlSequence | YamlMap;

export interface YamlScalar {
	readonly kind: "scalar";
	readonly text: string;
	/** Offset of the node in the file's text, in UTF-16 code units. */
	readonly at: number;
	/** Offset behind it. */
	readonly end: number;
}

/** Nothing, `~`, or an unquoted `null`. */
export interface YamlNull {
	readonly kind: "null";
	readonly at: number;
}

export interface YamlSequence {
	readonly kind: "sequence";
	readonly items: readonly YamlNode[];
	readonly at: number;
}

export interface YamlMap {
	readonly kind: "map";
	/** Every pair as written, repeated keys included. */
	readonly entries: readonly YamlEntry[];
	/** The value of a key: of the first, where a key is repeated. */
	readonly get: (key: string) => YamlNode | undefined;
	readonly at: number;
}

export interface YamlEntry {
	readonly key: YamlNode;
	readonly value: YamlNode;
}

export interface YamlProblem {
	readonly message: string;
	readonly hint?: string;
	readonly at: number;
}

export interface YamlStream {
	readonly documents: readonly YamlNode[];
	/** What keeps the text from being YAML; the documents mean nothing then. */
	readonly problems: readonly YamlProblem[];
}

const OPTIONS = {
	version: "1.2",
	schema: "failsafe",
	uniqueKeys: false,
	merge: false,
	prettyErrors: false,
	logLevel: "silent",
} as const;

const NULL = /^(?:|~|null|Null|NULL)$/;
const TOO_DEEP = `collections are nested more than ${LIMITS.yamlDepth} deep`;
const TOO_OFTEN = `the aliases of the file repeat more than ${LIMITS.yamlRepeats} values`;
const UNDEFINED_ANCHOR = "the anchor that this alias refers to is not defined before it";
const BYTE_ORDER_MARK = "\ufeff";
const BLANKS_AND_COMMENTS = /(?:[\s]|#[^\n]*)*/y;
/** Where an item of the file begins: a dash in the first column. */
const ITEM_START = /^(?=-(?:\s|$))/m;

/** Reads all documents of a YAML stream. Never throws. */
export function parseYaml(text: string): YamlStream {
	// The mark becomes a line break rather than nothing, so that offsets stay those of the file.
	const source = text.startsWith(BYTE_ORDER_MARK) ? `\n${text.slice(1)}` : text;
	const stream = parseStream(source);
	return stream.problems.length === 0 ? stream : { documents: [], problems: itemwise(source, stream.problems) };
}

const HINTS: Partial<Record<ErrorCode, string>> = {
	BAD_SCALAR_START: "put the value between quotes",
	BLOCK_AS_IMPLICIT_KEY: "a value that holds a colon and a space must stand between quotes",
	TAB_AS_INDENT: "indent with spaces",
};

/** What codes do not tell apart. yaml-cpp asks for no indentation within quotes and brackets, so that files may lack it. */
const HINTS_BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
	[
		/^Missing closing |^Flow .* must be sufficiently indented/,
		"it must be closed, and the lines that it goes on over indented further than its key",
	],
	[
		/^Implicit keys need to be on a single line|^Implicit map keys need to be followed by map values/,
		"a key needs a colon behind it; a line of the value above must be indented further than its key",
	],
];

/** An indentation that has a tab in it. */
const TAB_INDENT = / *\t/y;

function problemOf(error: YAMLParseError, source: string): YamlProblem {
	TAB_INDENT.lastIndex = source.lastIndexOf("\n", error.pos[0] - 1) + 1;
	const byMessage = HINTS_BY_MESSAGE.find(([pattern]) => pattern.test(error.message))?.[1];
	const hint = HINTS[error.code] ?? (TAB_INDENT.test(source) ? HINTS.TAB_AS_INDENT : byMessage);
	// The library recurses: text that nests thousands of levels deep exhausts the stack.
	const message = error.code === "RESOURCE_EXHAUSTION" ? TOO_DEEP : error.message;
	return { message, at: error.pos[0], ...(hint && { hint }) };
}

function parseStream(source: string): YamlStream {
	try {
		const problems: YamlProblem[] = [];
		const repeats = new Budget(LIMITS.yamlRepeats);
		const documents = parseAllDocuments(source, OPTIONS).map((document) => {
			for (const error of document.errors) problems.push(problemOf(error, source));
			return new Converter(source, problems, repeats).convertDocument(document);
		});
		return { documents, problems };
	} catch (error) {
		return { documents: [], problems: [{ message: error instanceof Error ? error.message : String(error), at: 0 }] };
	}
}

/**
 * One mistake makes a parser stumble over everything after it. So each item of a broken file is read on its own, and
 * its first problem told; where every item is well on its own, the first problem of the whole stands.
 */
function itemwise(source: string, problems: readonly YamlProblem[]): YamlProblem[] {
	let start = 0;
	const found: YamlProblem[] = [];
	for (const item of source.split(ITEM_START)) {
		const [problem] = parseStream(item).problems.filter(({ message }) => !message.startsWith(UNDEFINED_ANCHOR));
		if (problem !== undefined) found.push({ ...problem, at: problem.at + start });
		start += item.length;
	}
	return found.length > 0 ? found : problems.slice(0, 1);
}

/** Turns the library's nodes of one document into ours. */
class Converter {
	readonly #source: string;
	readonly #problems: YamlProblem[];
	readonly #repeats: Budget;
	readonly #anchors = new Map<string, YamlNode>();
	/** How many values anchored nodes have in them. One that is not in here is being converted. */
	readonly #sizes = new Map<YamlNode, number>();
	/** Values so far, those that aliases repeat included. */
	#count = 0;

	constructor(source: string, problems: YamlProblem[], repeats: Budget) {
		this.#source = source;
		this.#problems = problems;
		this.#repeats = repeats;
	}

	convertDocument(document: Document.Parsed): YamlNode {
		return this.#convert(document.contents, document.range[0], 0);
	}

	#convert(node: unknown, after: number, depth: number): YamlNode {
		const before = this.#count++;
		const converted = this.#convertNode(node, after, depth);
		if (isNode(node) && !isAlias(node) && node.anchor !== undefined) this.#sizes.set(converted, this.#count - before);
		return converted;
	}

	#convertNode(node: unknown, after: number, depth: number): YamlNode {
		if (depth > LIMITS.yamlDepth) return this.#tooDeep(after);
		if (isAlias(node)) return this.#resolve(node.source, startOf(node, after));
		if (isScalar(node)) return this.#anchored(node.anchor, this.#scalar(node));
		if (isSeq(node)) {
			const items: YamlNode[] = [];
			const at = startOf(node, after);
			const sequence = this.#anchored(node.anchor, { kind: "sequence", items, at });
			for (const item of node.items) items.push(this.#convert(item, at, depth + 1));
			return sequence;
		}
		if (isMap(node)) {
			const map = new MutableMap(startOf(node, after));
			this.#anchored(node.anchor, map);
			for (const pair of node.items) if (isPair(pair)) map.add(this.#entry(pair, map.at, depth + 1));
			return map;
		}
		return { kind: "null", at: this.#nextToken(after) };
	}

	#entry(pair: Pair, after: number, depth: number): YamlEntry {
		const key = this.#convert(pair.key, after, depth);
		const end = key.kind === "scalar" ? key.end : key.at;
		return { key, value: this.#convert(pair.value, end, depth) };
	}

	#scalar(node: Scalar): YamlNode {
		const [at, end] = node.range ?? [0, 0];
		const value = typeof node.value === "string" ? node.value : "";
		const text = this.#isCutOff(node, end) ? value.replace(/\n$/, "") : value;
		if (node.type === "PLAIN" && node.tag === undefined && NULL.test(text)) {
			return { kind: "null", at: text === "" ? this.#nextToken(at) : at };
		}
		return { kind: "scalar", text, at, end };
	}

	/** Whether it is a block whose last line the file leaves without an end. The library adds one, yaml-cpp does not. */
	#isCutOff({ type }: Scalar, end: number): boolean {
		const isBlock = type === "BLOCK_FOLDED" || type === "BLOCK_LITERAL";
		return (
			isBlock && end === this.#source.length && this.#source.slice(this.#source.lastIndexOf("\n") + 1).trim() !== ""
		);
	}

	#anchored<Node extends YamlNode>(anchor: string | undefined, node: Node): Node {
		if (anchor !== undefined) this.#anchors.set(anchor, node);
		return node;
	}

	#resolve(name: string, at: number): YamlNode {
		const node = this.#anchors.get(name);
		const size = (node && this.#sizes.get(node)) ?? 0;
		this.#count += size;
		const isTooOften = !this.#repeats.spend(size);
		if (node !== undefined && !isTooOften) return node;
		this.#problems.push({ message: isTooOften ? TOO_OFTEN : `${UNDEFINED_ANCHOR}: '${name}'`, at });
		return { kind: "null", at };
	}

	#tooDeep(at: number): YamlNode {
		this.#problems.push({ message: TOO_DEEP, at });
		return { kind: "null", at };
	}

	/** Where yaml-cpp says that a missing value stands: at what follows it. */
	#nextToken(offset: number): number {
		BLANKS_AND_COMMENTS.lastIndex = offset;
		BLANKS_AND_COMMENTS.test(this.#source);
		return BLANKS_AND_COMMENTS.lastIndex;
	}
}

class MutableMap implements YamlMap {
	readonly kind = "map";
	readonly at: number;
	readonly entries: YamlEntry[] = [];
	readonly #values = new Map<string, YamlNode>();

	constructor(at: number) {
		this.at = at;
	}

	add(entry: YamlEntry): void {
		this.entries.push(entry);
		if (entry.key.kind === "scalar" && !this.#values.has(entry.key.text)) {
			this.#values.set(entry.key.text, entry.value);
		}
	}

	readonly get = (key: string): YamlNode | undefined => this.#values.get(key);
}

function startOf(node: { range?: readonly [number, number, number] | null }, fallback: number): number {
	return node.range?.[0] ?? fallback;
}
