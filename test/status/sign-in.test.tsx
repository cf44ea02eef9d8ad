import { expect, test } from "vitest";
import { SignIn } from "../../src/status/sign-in.tsx";
import { tagsIn, textOf } from "./html.ts";

const render = (to = "/status", fault?: "another token" | "too often") =>
	String(<SignIn nonce="bm9uY2U=" to={to} fault={fault} />);

function field(html: string, name: string) {
	return tagsIn(html).find(({ attributes }) => attributes.get("name") === name)?.attributes;
}

test("the page asks for the token, in a field that does not show it", () => {
	const html = render();
	expect(field(html, "token")).toEqual(
		new Map(
			Object.entries({
				id: "token",
				name: "token",
				type: "password",
				autocomplete: "current-password",
				required: "",
				autofocus: "",
				"aria-describedby": "hint",
			}),
		),
	);
	expect(textOf(html)).toContain("Admin token");
	expect(html).not.toContain('role="alert"');
	expect(html).not.toContain("sign-out");
});

test.each([
	["another token", "That is another token."],
	["too often", "From your address that failed too often: try again in a minute."],
] as const)("what is amiss is said, and belongs to the field: %s", (fault, words) => {
	const html = render("/status", fault);
	expect(html).toContain(`<p id="fault" class="fault" role="alert">${words}</p>`);
	expect(field(html, "token")?.get("aria-describedby")).toBe("fault hint");
	expect(field(html, "token")?.get("aria-invalid")).toBe("true");
});

test("where the way leads back is text, whatever it is", () => {
	const html = render(`/status/alerts/"><script>x</script>`);
	expect(field(html, "to")?.get("value")).toBe("/status/alerts/&quot;&gt;&lt;script&gt;x&lt;/script&gt;");
});
