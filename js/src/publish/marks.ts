// Charts on a page where bqplot draws them: what moves their marks, and the frames around them.
import { sheet } from "../widgets/chart/sheet.ts";
import { mount as dose, drive as driveDose } from "../widgets/dose_response.ts";
import { CATALOGUE } from "../widgets/locale.ts";
import { drive as driveTime, mount as time } from "../widgets/time_course.ts";

export const views = { dose_response: dose, time_course: time };
export const drivers = { dose_response: driveDose, time_course: driveTime };
export const texts = CATALOGUE;
export const sheets = [sheet];
