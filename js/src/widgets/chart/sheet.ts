// The style sheet of charts, one for all, since a figure of one may stand beside a figure of another.

import type { Sheet } from "../dressing.ts";
import dose from "../style/dose.css";
import time from "../style/time.css";

export const sheet: Sheet = { name: "charts", text: () => [dose, time].join("\n") };
