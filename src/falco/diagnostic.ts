/**
 * What is wrong with a rule file, as Falco names it (falco_load_result.cpp), and where. Problems are collected, never
 * thrown; line, column and caret are worked out only when one is shown.
 */
export const ERROR_CODES = {
	LOAD_ERR_FILE_READ: "File read error",
	LOAD_ERR_YAML_PARSE: "YAML parse error",
	LOAD_ERR_YAML_VALIDATE: "Error validating internal structure of YAML file",
	LOAD_ERR_COMPILE_CONDITION: "Error compiling condition",
	LOAD_ERR_COMPILE_OUTPUT: "Error compiling output",
	LOAD_ERR_VALIDATE: "Error validating rule/macro/list/exception objects",
	LOAD_ERR_EXTENSION: "Error in extension item",
} as const;

export const WARNING_CODES = {
	LOAD_UNKNOWN_SOURCE: "Unknown event source",
	LOAD_UNSAFE_NA_CHECK: "Unsafe <NA> comparison in condition",
	LOAD_NO_EVTTYPE: "Condition has no event-type restriction",
	LOAD_UNKNOWN_FILTER: "Unknown field or event-type in condition or output",
	LOAD_UNUSED_MACRO: "Unused macro",
	LOAD_UNUSED_LIST: "Unused list",
	LOAD_UNKNOWN_ITEM: "Unknown rules file item",
	LOAD_DEPRECATED_ITEM: "Used deprecated item",
	LOAD_WARNING_EXTENSION: "Warning in extension item",
	LOAD_APPEND_NO_VALUES: "Overriding/appending with no values",
	LOAD_EXCEPTION_NAME_NOT_UNIQUE: "Multiple exceptions defined with the same name",
	LOAD_INVALID_MACRO_NAME: "Invalid macro name",
	LOAD_INVALID_LIST_NAME: "Invalid list name",
	LOAD_COMPILE_CONDITION: "Warning in rule condition",
	LOAD_UNKNOWN_KEY: "Unknown key in item definition",
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
export type WarningCode = keyof typeof WARNING_CODES;

export interface Diagnostic {
	readonly severity: "error" | "warning";
	readonly code: ErrorCode | WarningCode;
	readonly message: string;
	/** "did you mean …", or what to do instead. */
	readonly hint?: string;
	/** From the outermost (the file) to the innermost place, as Falco tells them. */
	readonly locations: readonly Location[];
	/** Where to look in the file, as exactly as it is known. */
	readonly place: Place;
}

export interface Place {
	readonly file: string;
	/** Offset in the file's text, in UTF-16 code units. */
	readonly offset: number;
}

/** One step of the way to a problem: the file, the item in it, the key of the item, the place in its text. */
export interface Location {
	/** Falco's word for it: `rules content`, `rule`, `condition expression`, … */
	readonly itemType: string;
	readonly itemName: string;
	readonly file: string;
	/** Offset in the file's text, in UTF-16 code units. */
	readonly offset: number;
	/** For a place in a condition: the text that was read, lists put in, and the offset of the place in it. */
	readonly expression?: { readonly text: string; readonly offset: number };
}
