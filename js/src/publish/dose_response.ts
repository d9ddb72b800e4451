// The dose-response on a page, in a figure of our own.
import { sheet } from "../widgets/chart/sheet.ts";
import { draw, mount } from "../widgets/dose_response.ts";
import { ownView } from "../widgets/own_view.ts";
import { figured } from "./figured.ts";

export default ownView(sheet.name, figured("il6-dose-response", mount, draw), sheet.text());
