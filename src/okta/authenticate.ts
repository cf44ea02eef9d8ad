/**
 * Whether a header's value is one of the secrets. Okta sends what was configured for the hook verbatim, scheme and all,
 * so the whole value counts. Several secrets are accepted at once because rotating one takes a while: Okta must verify
 * the hook anew before it sends the new one.
 *
 * Takes the same time whichever secret matches and however much of it: all digests are compared, to the end. A missing
 * value and an empty secret match nothing. Blanks around a secret do not count, because HTTP strips them from the value.
 */
export async function authenticate(value: string | null | undefined, secrets: readonly string[]): Promise<boolean> {
	const usable = secrets.map((secret) => secret.trim()).filter((secret) => secret !== "");
	const [given, ...expected] = await Promise.all([value?.trim() ?? "", ...usable].map(sha256));
	let matched = false;
	for (const digest of expected) {
		if (given !== undefined && equal(given, digest)) matched = true;
	}
	return matched;
}

async function sha256(text: string): Promise<Uint8Array> {
	return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
	let difference = a.length ^ b.length;
	for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
	return difference === 0;
}
