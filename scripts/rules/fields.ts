import { stderr, stdout } from "node:process";
import { Command } from "commander";
import { type ListedField, listFields, matches, written } from "./field-list.ts";
import { fieldPage } from "./field-page.ts";
import { checkPage } from "./generated-page.ts";

interface Options {
	readonly json?: true;
	readonly markdown?: true;
	/** The file to compare with, or true for the usual one. */
	readonly check?: string | true;
}

const PAGE = { file: "docs/fields.md", command: "fields --markdown" };

/** `rules fields`: what rules can test and print. Exits with 1 when nothing matches, or when the page is not current. */
export function fieldsCommand(): Command {
	return new Command("fields")
		.description("list the fields that rules can use")
		.argument("[pattern]", "only those with this in their name or description; * stands for any text")
		.option("--json", "as a JSON array")
		.option("--markdown", "as docs/fields.md")
		.option("--check [file]", "whether a file (docs/fields.md) is what --markdown prints")
		.action((pattern: string | undefined, options: Options) => {
			process.exitCode = listed(pattern, options);
		});
}

function listed(pattern: string | undefined, options: Options): number {
	const all = listFields();
	if (options.check !== undefined) return checkPage({ ...PAGE, text: fieldPage(all) }, options.check);
	const fields = pattern === undefined ? all : all.filter((field) => matches(field, pattern));
	if (fields.length === 0) {
		stderr.write(`no field matches ${JSON.stringify(pattern)}\n`);
		return 1;
	}
	if (options.json) stdout.write(`${JSON.stringify(fields, null, 2)}\n`);
	else stdout.write(options.markdown ? fieldPage(fields) : table(fields));
	return 0;
}

/** One field a line, in columns. */
export function table(fields: readonly ListedField[]): string {
	const width = Math.max(...fields.map((field) => written(field).length));
	return fields
		.map((field) => `${written(field).padEnd(width)}  ${field.type.padEnd(7)}  ${field.description}\n`)
		.join("");
}
