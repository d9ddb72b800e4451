// The style sheet of the scene.
import type { Sheet } from "../dressing.ts";
import scene from "../style/scene.css";

export const sheet: Sheet = { name: "scene", text: () => scene };
