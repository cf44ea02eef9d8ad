import { config } from "zod/mini";
import en from "zod/v4/locales/en.js";

/** Of zod the Worker ships the small form, which has no words of its own. Whoever shows zod's words imports this. */
config(en());
