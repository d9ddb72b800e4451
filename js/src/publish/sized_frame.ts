// The script beside a frame in a wiki that lets scripts through: frames are as high as their pages.
import { follow } from "./frame.ts";

for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe[data-il6]")) follow(frame);
