// The entry of the bundle that an experiment carries into a notebook, where bqplot draws the charts.
import { sheet as charts } from "./chart/sheet.ts";
import { mount as controls } from "./controls.ts";
import { mount as doseResponse, drive as driveDoseResponse } from "./dose_response.ts";
import { mount as receptorBinding } from "./receptor_binding.ts";
import { Runs } from "./runs.ts";
import { runtime } from "./runtime.ts";
import { sheet as scene } from "./scene/sheet.ts";
import explorer from "./style/explorer.css";
import { drive as driveTimeCourse, mount as timeCourse } from "./time_course.ts";

export default runtime({
  views: {
    controls,
    receptor_binding: receptorBinding,
    dose_response: doseResponse,
    time_course: timeCourse,
  },
  // All of them with every view: a figure of bqplot may stand in a box without its frame.
  sheets: [{ name: "explorer", text: () => explorer }, scene, charts],
  drivers: { dose_response: driveDoseResponse, time_course: driveTimeCourse },
  Runs,
});
