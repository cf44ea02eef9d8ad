/**
 * A JSON pointer (RFC 6901) as Falco's json plugin takes it → a function that follows it: to undefined where there is
 * nothing. The slash at its start may be left out, and an index may have zeros or a plus before it. The empty pointer
 * is the document.
 */
export function compilePointer(pointer: string): (document: unknown) => unknown {
	if (pointer === "") return (document) => document;
	const steps = pointer.replace(/^\//, "").split("/").map(compileStep);
	return function followPointer(document) {
		let value = document;
		for (const step of steps) {
			if (typeof value !== "object" || value === null) return undefined;
			value = Array.isArray(value) ? value[step.index] : memberOf(value, step.key);
		}
		return value;
	};
}

interface Step {
	readonly key: string;
	/** NaN when the key cannot be an index. */
	readonly index: number;
}

function compileStep(text: string): Step {
	const key = text.replaceAll("~1", "/").replaceAll("~0", "~");
	return { key, index: /^(?:\+?[0-9]+|-0+)$/.test(key) ? Math.abs(Number(key)) : Number.NaN };
}

function memberOf(value: object, key: string): unknown {
	return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
