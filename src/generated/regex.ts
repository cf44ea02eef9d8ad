export const compileRegex = undefined;
