// How a page runs models in time; on pages that have none, this script is missing.
export { Runs as default } from "../widgets/runs.ts";
