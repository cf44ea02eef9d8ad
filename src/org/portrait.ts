import { type Explained, explainCondition } from "../falco/explain.ts";
import type { FieldTable } from "../falco/field.ts";
import type { CompileRegex } from "../falco/filter/reading.ts";
import type { RuleSet } from "../falco/rule-set.ts";
import { messageOf } from "../message-of.ts";
import { type OktaEvent, oktaEvent } from "../okta/event.ts";
import type { LogEvent } from "../okta/log-event.ts";
import type { MfaHistory } from "../okta/mfa-counters.ts";
import { originOf } from "./event-origin.ts";
import type { Witness } from "./evidence.ts";
import { AlertFinder } from "./find-alert.ts";
import { LatestAlerts } from "./latest-alerts.ts";
import type { AlertDetails, AlertEntry, Waiting } from "./ledger.ts";
import type { AlertPortrait } from "./overview.ts";
import type { OrgSettings } from "./settings.ts";
import type { Stores } from "./stores.ts";

/** The rules as this deployment has them, and what their conditions are compiled with. */
export interface Compilation {
	readonly ruleSet: Pick<RuleSet, "rules" | "staticFields">;
	readonly fields: FieldTable<OktaEvent>;
	readonly compileRegex: CompileRegex | undefined;
}

/** Puts together what is known of an alert. */
export class Portraits {
	readonly #stores: Stores;
	readonly #settings: OrgSettings;
	readonly #compilation: Compilation;
	readonly #finder: AlertFinder;
	readonly #latest: LatestAlerts;

	constructor(stores: Stores, settings: OrgSettings, compilation: Compilation) {
		this.#stores = stores;
		this.#settings = settings;
		this.#compilation = compilation;
		this.#finder = new AlertFinder(stores.storage.sql);
		this.#latest = new LatestAlerts(stores.storage.sql);
	}

	/** An alert with what is sent of it; undefined when there is none of that id. */
	find(id: string, waiting: Waiting): AlertDetails | undefined {
		// Okta's uuids have no colon; where one has, the alert is found all the same, only slower.
		return this.#finder.find(id, waiting, this.#stores.evidence.find(id.split(":", 1)[0] ?? id));
	}

	/** Everything that is known of an alert; undefined when there is none of that id. */
	paint(id: string, waiting: Waiting): AlertPortrait | undefined {
		const found = this.find(id, waiting);
		if (found === undefined) return undefined;
		const { entry } = found;
		const witness = this.#stores.evidence.find(uuidOf(entry));
		const nearby = this.#latest.nearby(entry, waiting);
		return { ...found, event: witness?.json ?? null, explained: this.#explain(entry, witness), nearby };
	}

	#explain({ id, rule }: AlertEntry, witness: Witness | undefined): Explained | null {
		const { ruleSet, fields, compileRegex } = this.#compilation;
		const condition = ruleSet.rules.find(({ name }) => name === rule)?.condition;
		if (condition === undefined || witness === undefined) return null;
		try {
			const { staticFields } = ruleSet;
			return explainCondition(condition, this.#look(witness), fields, { staticFields, compileRegex });
		} catch (error) {
			const reason = messageOf(error);
			this.#settings.log("error", "an alert could not be explained", { alert: id, reason });
			return null;
		}
	}

	/** The event with what is known of others now. Nothing is counted: it was when it came. */
	#look({ source, json }: Witness): OktaEvent {
		const { mfa, windows } = this.#stores;
		const history: MfaHistory = { record: () => undefined, count: mfa.count.bind(mfa) };
		const log: LogEvent = JSON.parse(json);
		return oktaEvent(log, { number: 1n, ...originOf(source, this.#settings), history, windows: windows.look });
	}
}

/** The uuid of the event that made an alert, which the id begins with. */
function uuidOf({ id, rule }: AlertEntry): string {
	const end = id.lastIndexOf(`:${rule}`);
	return end < 0 ? id : id.slice(0, end);
}
