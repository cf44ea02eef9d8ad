import type { Version } from "./definition.ts";

const SEMVER = /^\s*(\d+)\.(\d+)\.(\d+)/;

/** Text → its version, by what it begins with: `0.10.0-rc1` is 0.10.0. Undefined when it begins otherwise. */
export function parseVersion(text: string): Version | undefined {
	const numbers = SEMVER.exec(text);
	return numbers === null ? undefined : [Number(numbers[1]), Number(numbers[2]), Number(numbers[3])];
}

export function formatVersion(version: Version): string {
	return version.join(".");
}

/** Whether what there is will do where `required` is asked for: the same major version, and not older. */
export function isCompatible(available: Version, required: Version): boolean {
	const [major, minor, patch] = available;
	const [requiredMajor, requiredMinor, requiredPatch] = required;
	if (major !== requiredMajor) return false;
	return minor === requiredMinor ? patch >= requiredPatch : minor > requiredMinor;
}
