import { describe, expect, test } from "vitest";
import { behavior, riskLevel, riskReasons } from "../../src/okta/signals.ts";
import { LOG_EVENTS } from "../fixtures/log-events.ts";

const debugData = (data: object) => ({ debugContext: { debugData: data } });
const logOnly = (data: unknown) => debugData({ logOnlySecurityData: JSON.stringify(data) });
const { signIn, rated, systemJob, placeholder, hookOf2019 } = LOG_EVENTS;

describe("risk", () => {
	test.each([
		["Java's text", debugData({ risk: "{reasons=Anomalous Device, level=HIGH}" }), "HIGH", "Anomalous Device"],
		[
			"Java's text with several reasons",
			debugData({ risk: "{reasons=Anomalous Device, Anomalous Location, level=HIGH}" }),
			"HIGH",
			"Anomalous Device, Anomalous Location",
		],
		[
			"Java's text of a change",
			debugData({
				risk: "{previousLevel=LOW, level=MEDIUM, detectionName=X, reasons=[New IP, New City], issuer=OKTA}",
			}),
			"MEDIUM",
			"New IP, New City",
		],
		["Java's text with blanks around it", debugData({ risk: " { level=HIGH, reasons=A } " }), "HIGH", "A"],
		["a level without a reason", signIn, "LOW", undefined],
		["a named Java object", debugData({ risk: "Risk{level=LOW}" }), "LOW", undefined],
		["JSON as text", debugData({ risk: '{"level":"HIGH","reasons":["A","B"]}' }), "HIGH", "A, B"],
		["JSON", debugData({ risk: { level: "HIGH", reasons: "A" } }), "HIGH", "A"],
		["securityContext", rated, "HIGH", "Anomalous Device, Anomalous Location"],
		[
			"securityContext before debug data",
			{ securityContext: { risk: { level: "LOW" } }, ...debugData({ risk: "{level=MEDIUM, reasons=A}" }) },
			"LOW",
			"A",
		],
		[
			"whatever place says HIGH",
			{ securityContext: { risk: { level: "LOW" } }, ...debugData({ risk: "{level=HIGH, reasons=A}" }) },
			"HIGH",
			"A",
		],
		[
			"what no policy looked at, if that says HIGH",
			debugData({ risk: "{level=LOW}", logOnlySecurityData: '{"risk":{"level":"HIGH"}}' }),
			"HIGH",
			undefined,
		],
		[
			"debug data where securityContext is null",
			{ securityContext: { risk: null }, ...debugData({ risk: "{level=HIGH}" }) },
			"HIGH",
			undefined,
		],
		[
			"debug data where securityContext has no level",
			{ securityContext: { risk: { level: null, reasons: ["A"] } }, ...debugData({ risk: "{level=HIGH, reasons=B}" }) },
			"HIGH",
			"A",
		],
		["what no policy looked at", LOG_EVENTS.logOnly, "MEDIUM", "Anomalous Device"],
		["an empty list of reasons", { securityContext: { risk: { level: "LOW", reasons: [] } } }, "LOW", undefined],
		["a level only of the past", debugData({ risk: "{previousLevel=HIGH}" }), undefined, undefined],
		["nothing", systemJob, undefined, undefined],
		["null", placeholder, undefined, undefined],
		["no debug data of the kind", hookOf2019, undefined, undefined],
		["text that is neither", debugData({ risk: "HIGH" }), undefined, undefined],
		["broken JSON", debugData({ risk: '{"level":"HIGH"', logOnlySecurityData: '{"risk":' }), undefined, undefined],
		["other types", debugData({ risk: 5, logOnlySecurityData: [true] }), undefined, undefined],
		["a level of another type", { securityContext: { risk: { level: 3, reasons: [1, null] } } }, "3", "1, "],
	])("is read from %s", (_, log, level, reasons) => {
		expect(riskLevel(log)).toBe(level);
		expect(riskReasons(log)).toBe(reasons);
	});
});

describe("behavior", () => {
	test.each([
		["NewDevice", signIn, "POSITIVE"],
		["newdevice", signIn, "POSITIVE"],
		["New Device", signIn, "POSITIVE"],
		["new_device", signIn, "POSITIVE"],
		["NewGeo-Location", signIn, "NEGATIVE"],
		["newgeolocation", signIn, "NEGATIVE"],
		["Velocity", signIn, "NEGATIVE"],
		["NewCountry", signIn, undefined],
		["New", signIn, undefined],
		["", signIn, undefined],
		["-", signIn, undefined],
		["NewGeoLocation", rated, "POSITIVE"],
		["Velocity", rated, "BAD_REQUEST"],
		["NewDevice", LOG_EVENTS.logOnly, "POSITIVE"],
		["NewGeoLocation", LOG_EVENTS.logOnly, "NEGATIVE"],
		["NewDevice", systemJob, undefined],
		["NewDevice", placeholder, undefined],
	])("%j of event %#", (name, log, expected) => {
		expect(behavior(name)(log)).toBe(expected);
	});

	test.each([
		["{a, b=c=POSITIVE, Velocity=NEGATIVE}", "a,b=c", "POSITIVE"],
		["{a, b=c=POSITIVE, Velocity=NEGATIVE}", "Velocity", "NEGATIVE"],
		["{Paragem súbita=POSITIVE}", "paragemsúbita", "POSITIVE"],
		["{新しい国=POSITIVE}", "新しい国", "POSITIVE"],
		[" { New IP=POSITIVE, New Device=POSITIVE } ", "NewIP", "POSITIVE"],
		[" { New IP=POSITIVE, New Device=POSITIVE } ", "NewDevice", "POSITIVE"],
		["{New Device=maybe}", "NewDevice", undefined],
		["{--=POSITIVE}", "-", undefined],
		["{}", "NewDevice", undefined],
		["", "NewDevice", undefined],
		['{"New Device":"POSITIVE"}', "NewDevice", "POSITIVE"],
	])("of %j, %s", (behaviors, name, expected) => {
		expect(behavior(name)(debugData({ behaviors }))).toBe(expected);
	});

	test("is POSITIVE where Okta's places disagree", () => {
		const log = {
			...logOnly({ behaviors: { "New Device": "POSITIVE", "New IP": "NEGATIVE" } }),
			securityContext: {
				userBehaviors: [
					{ name: "New Device", result: "UNKNOWN" },
					{ name: "New IP", result: "UNKNOWN" },
				],
			},
		};
		expect(behavior("NewDevice")(log)).toBe("POSITIVE");
		expect(behavior("NewIP")(log)).toBe("UNKNOWN");
	});

	test("is looked for in whatever stands there", () => {
		for (const value of [null, 5, true, [null, "x", { name: null }], { a: { b: [] } }, "{", "=", ", ".repeat(1000)]) {
			const log = {
				...debugData({ behaviors: value, logOnlySecurityData: value }),
				securityContext: { userBehaviors: value },
			};
			expect(behavior("NewDevice")(log)).toBeUndefined();
		}
	});

	test("takes no longer for hostile text than its length asks", () => {
		const behaviors = `{${"a, =".repeat(250_000)}`;
		expect(behavior("NewDevice")(debugData({ behaviors }))).toBeUndefined();
	});
});
