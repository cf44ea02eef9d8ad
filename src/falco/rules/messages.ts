/** Falco's words where several stages share them (rule_loading_messages.h). */
export const APPEND_IS_DEPRECATED =
	"'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";
export const OVERRIDE_AND_APPEND =
	"Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";
export const ENABLED_IS_DEPRECATED =
	"The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').";
