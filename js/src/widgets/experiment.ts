// The entry of the bundle that an experiment carries into a notebook, where bqplot draws the charts.
import { sheet as charts } from "./chart/sheet.ts";
import { mount as controls } from "./controls.ts";
import { mount as doseResponse, drive as driveDoseResponse } from "./dose_response.ts";
import { mount as receptorBinding } from "./receptor_binding.ts";
import { Runs } from "./runs.ts";
import { runtime } from "./runtime.ts";
import { sheet as scene } from "./scene/sheet.ts";
import { drive as driveTimeCourse, mount as timeCourse } from "./time_course.ts";

export default runtime({
  views: {
    controls: { mount: controls },
    receptor_binding: { mount: receptorBinding, sheet: scene },
    dose_response: { mount: doseResponse, sheet: charts },
    time_course: { mount: timeCourse, sheet: charts },
  },
  drivers: { dose_response: driveDoseResponse, time_course: driveTimeCourse },
  runs: (...given) => new Runs(...given),
});
