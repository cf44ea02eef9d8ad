import { expect, test } from "vitest";
import { compilePathMatch } from "../../../src/falco/filter/path-match.ts";

test.each([
	[
		["/var/run"],
		["/var/run", "/var/run/x.sock", "var//run/", "/var/run/"],
		["/var", "/var/running", "/etc", "", "/x/var/run"],
	],
	[["var/run/"], ["/var/run/x"], ["/var"]],
	[["/var/run/x"], ["/var/run/x"], ["/var/run/x.sock", "/var/run"]],
	[["/"], ["", "/", "anything"], []],
	[[""], ["", "/a/b"], []],
	[["*"], ["a", "/a/b"], ["", "/"]],
	[["/var/*/x.sock"], ["/var/run/x.sock", "/var/a/x.sock/y"], ["/var/x.sock", "/var/a/b/x.sock"]],
	[["/var/r*"], ["/var/run/x", "/var/r"], ["/var/lib"]],
	[
		["/var/[a-l]*", "/etc/?"],
		["/var/lib/x", "/etc/x/y"],
		["/var/run", "/etc/xy"],
	],
	// A literal part that leads nowhere does not keep a glob beside it from matching, nor one glob another.
	[["/var/run/a", "/var/*/b"], ["/var/run/b", "/var/run/a"], ["/var/run/c"]],
	[["/v*/a", "/*r/b"], ["/var/a", "/var/b"], ["/var/c"]],
	[["/usr/lib", "/usr"], ["/usr/bin"], ["/"]],
	[["/usr", "/usr/lib"], ["/usr/bin"], []],
	[[], [], ["", "/", "/a"]],
])("pmatch %j", (paths, matching, other) => {
	const pmatch = compilePathMatch(paths);
	expect(matching.filter((value) => !pmatch(value))).toEqual([]);
	expect(other.filter((value) => pmatch(value))).toEqual([]);
});
