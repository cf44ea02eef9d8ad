/** Longest text that a row is given, in UTF-16 code units: a row may have 2 MB, and a code unit takes up to three bytes. */
export const TEXT_MAX = 600_000;
