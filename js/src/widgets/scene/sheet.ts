// The style sheet of the scene.

import scene from "../style/scene.css";
import type { Sheet } from "../style.ts";

export const sheet: Sheet = { name: "scene", sheet: scene };
