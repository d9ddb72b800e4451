// The time course on a page, in a figure of our own.

import { sheet } from "../widgets/chart/sheet.ts";
import { ownView } from "../widgets/own_view.ts";
import { draw, mount } from "../widgets/time_course.ts";
import { figured } from "./figured.ts";

export default ownView(sheet.name, figured("il6-time-course", mount, draw), sheet.text());
