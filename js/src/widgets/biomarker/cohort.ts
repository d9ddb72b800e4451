// The published cohorts, and the distributions that are rebuilt from them.
import type { Words } from "../../kinetics/program.ts";
import { separationOf } from "../../kinetics/roc.ts";

export interface Marker {
  id: string;
  auc?: number;
  again?: number;
  d?: number;
  cutoff?: string;
  /** Whether it rises in everyone under an antibody against IL-6R. */
  rises: boolean;
  source: string[];
  label: Words;
  note: Words;
}

export interface Cohorts {
  markers: Marker[];
  blockade: { occupancy: number; receptor_share: number; spread: number; note: Words };
  references: Record<string, { text: string; doi: string; pmid: string }>;
}

/** How far the ill lie above the well, SD. An area found again in other patients counts, not the first one. */
export const separation = (one: Marker): number =>
  one.d ?? separationOf(one.again ?? one.auc ?? 0.5);

/** How many times IL-6 rises when its receptor clears it no more. */
export const rise = ({ occupancy, receptor_share }: Cohorts["blockade"]): number =>
  1 / (1 - receptor_share * occupancy);
