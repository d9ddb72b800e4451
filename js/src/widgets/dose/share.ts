// One response for all that draw it.
import { sharing } from "../chart/share.ts";
import { Response } from "./response.ts";

/** The response behind some settings. */
export const share = sharing(
  (x, settings) => new Response(x, settings),
  ["band", "low", "high", "dose", "read"],
);
