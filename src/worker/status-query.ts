import { parsePriority } from "../falco/priority.ts";
import type { Back } from "../status/alert-actions.tsx";
import type { Shown } from "../status/alert-filter.tsx";
import { NOTICES, type NoticeName } from "../status/notice.tsx";

type Query = Readonly<Record<string, string>>;

/** Which alerts the page is asked to show. What is empty or unknown asks for nothing. */
export function shownIn({ rule, priority, actor }: Query): Shown {
	return {
		rule: rule || undefined,
		priority: parsePriority(priority ?? ""),
		actor: actor?.trim() || undefined,
	};
}

/** What the page is asked to say has come of what was done. */
export function noticeIn({ done }: Query): NoticeName | undefined {
	return done !== undefined && Object.hasOwn(NOTICES, done) ? (done as NoticeName) : undefined;
}

/** Where a form asks to be led back to. */
export function backIn(fields: URLSearchParams): Back {
	return fields.get("back") === "alert" ? "alert" : "overview";
}
