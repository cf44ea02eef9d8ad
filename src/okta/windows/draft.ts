import { text } from "../log-event.ts";
import { DIMENSION_NAMES, type DimensionName, readDimension } from "./dimensions.ts";
import { writeFingerprint } from "./fingerprint.ts";
import type { PlacedEvent } from "./placed-event.ts";
import { ID, type Member, NOTHING, TIME, VALUES } from "./series.ts";

/** The member that is to be entered next. There is one piece of memory for all of them, so that entering takes no objects. */
export class Draft {
	readonly #member = new BigInt64Array(VALUES + DIMENSION_NAMES.length);
	readonly #halves = new Int32Array(this.#member.buffer);
	#event: PlacedEvent | undefined;

	/** An event as a member of a series with these fields: good until the next is asked for. */
	of(event: PlacedEvent, fields: readonly DimensionName[]): Member {
		if (event !== this.#event) {
			this.#event = event;
			this.#member[TIME] = event.time;
			writeFingerprint(text(event.log.uuid), this.#halves, 2 * ID);
		}
		let at = VALUES;
		for (const field of fields) {
			const value = readDimension(field, event.log, event.org);
			if (value === undefined) this.#member[at] = NOTHING;
			else writeFingerprint(value, this.#halves, 2 * at);
			at++;
		}
		return this.#member;
	}
}
