import { within } from "./context.ts";
import { type Item, readScalar } from "./decode.ts";
import type { Text } from "./definition.ts";
import { SourceText } from "./source-text.ts";

const KEYS = { "rule condition": "condition", "macro condition": "condition", "rule output": "output" } as const;

/** A condition or an output, which must be there. */
export function readSourceText(item: Item, itemType: keyof typeof KEYS): Text | undefined {
	const scalar = readScalar(item, KEYS[itemType], "required");
	if (scalar === undefined) return undefined;
	const { context } = item;
	return { text: SourceText.of(context.file, scalar), context: within(context, itemType, scalar) };
}
