import { toBytes } from "../../src/falco/bytes.ts";
import { type Diagnostic, ERROR_CODES, type Location, WARNING_CODES } from "../../src/falco/diagnostic.ts";
import { lineAt, positionAt } from "./text-position.ts";

const DESCRIPTIONS: Readonly<Record<string, string>> = { ...ERROR_CODES, ...WARNING_CODES };

/**
 * The report that Falco prints for `falco -V FILE` with `json_output` (rule_loader.cpp, `as_json`): one entry a file,
 * keys in alphabetical order; lines and columns from 0, columns and offsets in bytes. Unlike Falco's it holds all errors
 * of a file, and a `hint` where there is one.
 */
export function falcoLoadResults(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): string {
	const byFile = Map.groupBy(diagnostics, ({ locations, place }) => locations[0]?.file ?? place.file);
	const results = [...new Set([...texts.keys(), ...byFile.keys()])].map((name) => {
		const of = (severity: Diagnostic["severity"]) =>
			(byFile.get(name) ?? [])
				.filter((diagnostic) => diagnostic.severity === severity)
				.map((diagnostic) => problem(diagnostic, texts));
		const errors = of("error");
		return {
			errors,
			name,
			schema_valid: "none",
			schema_warnings: [],
			successful: errors.length === 0,
			warnings: of("warning"),
		};
	});
	return JSON.stringify({ falco_load_results: results });
}

function problem({ code, message, hint, locations }: Diagnostic, texts: ReadonlyMap<string, string>): unknown {
	const positions = positionsOf(locations, texts);
	return {
		code,
		codedesc: DESCRIPTIONS[code],
		context: {
			locations: locations.map(({ itemName, itemType }, at) => ({
				item_name: itemName,
				item_type: itemType,
				position: positions[at],
			})),
			snippet: snippet(locations.at(-1), texts),
		},
		...(hint !== undefined && { hint }),
		message,
	};
}

interface Position {
	readonly column: number;
	readonly line: number;
	readonly name: string;
	readonly offset: number;
}

/**
 * Falco's way of counting: a place in a condition is named for the condition's beginning, and counted on from the place
 * before it, from 1.
 */
function positionsOf(locations: readonly Location[], texts: ReadonlyMap<string, string>): Position[] {
	const positions: Position[] = [];
	for (const { file, offset, expression } of locations) {
		const before = positions.at(-1);
		if (expression === undefined || before === undefined) {
			const { line, column, offset: at } = bytePosition(texts.get(file) ?? "", offset);
			positions.push({ column, line, name: file, offset: at });
			continue;
		}
		const { line, column, offset: at } = bytePosition(expression.text, expression.offset);
		positions.push({
			column: before.column + column + 1,
			line: before.line + line + 1,
			name: shortened(expression.text),
			offset: before.offset + at,
		});
	}
	return positions;
}

function bytePosition(text: string, offset: number): Omit<Position, "name"> {
	const { line, column } = positionAt(text, offset);
	const start = offset - column;
	return {
		column: toBytes(text.slice(start, offset)).length,
		line,
		offset: bytesBefore(text, offset),
	};
}

function bytesBefore(text: string, offset: number): number {
	if (offset === 0) return 0;
	const { offset: from, bytes } = text === counted.text && offset >= counted.offset ? counted : { offset: 0, bytes: 0 };
	counted = { text, offset, bytes: bytes + toBytes(text.slice(from, offset)).length };
	return counted.bytes;
}

/** Problems of one file come in order, and there may be thousands. */
let counted = { text: "", offset: 0, bytes: 0 };

function shortened(condition: string): string {
	const beginning = condition.length > 20 ? `${condition.slice(0, 17)}...` : condition;
	return `"${beginning.replaceAll(/[\n\r]/g, " ")}"`;
}

/** Most characters of a line that are shown, as in Falco. */
const SNIPPET_WIDTH = 160;

/**
 * The line that the place is in, and a caret under it: of a condition as it was read, else of the file. Of a long line it
 * is the part around the place.
 */
function snippet(location: Location | undefined, texts: ReadonlyMap<string, string>): string {
	const { text = "", offset = 0 } = location?.expression ?? {
		text: texts.get(location?.file ?? ""),
		offset: location?.offset,
	};
	if (text === "") return "<No context available>\n";
	const line = lineAt(text, offset);
	const { column } = positionAt(text, offset);
	const start = line.length > SNIPPET_WIDTH ? Math.max(0, column - SNIPPET_WIDTH / 2) : 0;
	return `${line.slice(start, start + SNIPPET_WIDTH)}\n${" ".repeat(column - start)}^\n`;
}
