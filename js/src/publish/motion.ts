// How a page runs models in time; on pages that have none, this script is missing.
import { Runs } from "../widgets/runs.ts";

const run = (...given: ConstructorParameters<typeof Runs>): Runs => new Runs(...given);

export type Motion = typeof run;
export default run;
