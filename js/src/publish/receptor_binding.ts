// The scene on a page.
import { ownView } from "../widgets/own_view.ts";
import { mount } from "../widgets/receptor_binding.ts";
import { sheet } from "../widgets/scene/sheet.ts";

export default ownView(sheet.name, mount, sheet.text());
