// The style sheet of charts, one for all, since a figure of one may stand beside a figure of another.

import dose from "../style/dose.css";
import time from "../style/time.css";
import type { Sheet } from "../style.ts";

export const sheet: Sheet = { name: "charts", sheet: [dose, time].join("\n") };
