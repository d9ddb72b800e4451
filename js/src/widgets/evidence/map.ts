// The map's data: nodes, links, and which of them are shown.
import type { Words } from "../../kinetics/program.ts";

export const KINDS = ["drug", "mechanism", "disease"] as const;
export const GRADES = [
  "randomised",
  "genetic",
  "human",
  "uncontrolled",
  "observational",
  "animal",
  "cells",
  "model",
  "recalled",
] as const;

export interface Node {
  id: string;
  kind: (typeof KINDS)[number];
  label: Words;
  note?: Words;
}

export interface Link {
  id: string;
  from: string;
  to: string;
  grade: (typeof GRADES)[number];
  verdict: "for" | "mixed" | "against";
  source: string[];
  for: Words;
  against: Words;
}

export interface Evidence {
  nodes: Node[];
  links: Link[];
  references: Record<string, { text: string; doi: string; pmid: string }>;
}

/** Which grades each choice of the reader lets through. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  human: GRADES.slice(0, 5),
  strong: GRADES.slice(0, 2),
};

/** Links of the grades asked for, the strongest first. */
export const shownLinks = ({ links }: Evidence, weakest: string): Link[] =>
  links
    .filter((one) => SHOWN[weakest]?.includes(one.grade) ?? true)
    .sort((a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade));

/** The links that begin or end at a node. */
export const linksOf = (links: readonly Link[], id: string): Link[] =>
  links.filter((one) => one.from === id || one.to === id);
