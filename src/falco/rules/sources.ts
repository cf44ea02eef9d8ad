import { withCommonFields } from "../common-fields.ts";
import type { Fields } from "../filter/field-lookup.ts";
import { staticFields } from "../static-fields.ts";

/** The source whose events are looked at, and the fields that rules can name. */
export interface Sources {
	readonly name: string;
	/** All fields that events of the source have. */
	readonly fields: Fields;
	/** Fields that events of every source have. */
	readonly commonFields: Fields;
}

/** Falco's own source, which a rule is of that names none (falco_common.h). Its fields are not known here. */
export const SYSCALL = "syscall";

export function createSources(name: string, fields: Fields, constants: Readonly<Record<string, string>>): Sources {
	const added = staticFields(constants);
	return {
		name,
		fields: { ...withCommonFields(fields), ...added },
		commonFields: { ...withCommonFields({}), ...added },
	};
}
