// The entry of the bundle that an experiment carries into a notebook, where bqplot draws the charts.
import { runtime } from "./runtime.ts";

export default runtime();
