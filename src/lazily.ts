/** A value that is made when it is first asked for, and kept: what few requests need is not to be made when the Worker starts. */
export function lazily<Value>(make: () => Value): () => Value {
	let made: { readonly value: Value } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}
