import { describe, expect, test } from "vitest";
import { lastTarget, targetsOf } from "../../src/okta/targets.ts";

const ann = { type: "User", id: "00uann" };
const bob = { type: "User", id: "00ubob" };
const app = { type: "AppInstance", id: "0oa1" };

describe("targetsOf", () => {
	test.each([
		[{ target: [ann, null, app] }, [ann, null, app]],
		[{ target: null }, []],
		[{ target: "User" }, []],
		[{}, []],
	])("of %j are %j", (log, targets) => expect(targetsOf(log)).toEqual(targets));
});

describe("lastTarget", () => {
	test.each([
		[[ann, bob, app], "User", bob],
		[[ann, null, "User", 7], "User", ann],
		[[ann], "UserGroup", undefined],
		[[{ id: "x" }], "undefined", undefined],
	])("of %j of type %s is %j", (target, type, expected) => expect(lastTarget({ target }, type)).toEqual(expected));
});
