// The program: a compiled model as plain JSON. Python makes it (il6widgets/kinetics/program.py); nothing here is code.

/** A text in both languages. */
export interface Words {
  en: string;
  zh: string;
}

/** How well a number is known: seen in its source, from memory, chosen here, or not known at all. */
export type Status = "measured" | "recalled" | "design" | "unknown";

/** What a value is: put into a fluid, on a cell, the start of a state, held from outside, or a constant. */
export type Role = "total" | "count" | "start" | "input" | "parameter";

/** A number that may be set: its default is the value under the default choices. */
export interface Value {
  id: string;
  role: Role;
  value: number;
  /** Model unit: nM in the fluid, "1/cell" on a membrane, "1" for pure numbers. */
  unit: string;
  /** Usable range, in the model unit; `low` may be 0. */
  low: number;
  high: number;
  /** The only values allowed, where a value is no continuum (sites per molecule). */
  allowed?: number[];
  scale: "log" | "linear";
  label: Words;
  note: Words;
  status: Status;
  /** Keys of `references`. */
  source: string[];
  /** Where the literature leaves a constant open: the interval a band runs over. */
  open?: [number, number];
  /** g/mol; mass units are offered only when it is there. */
  molar_mass?: number;
  /** The unit shown first, one of `units`. */
  shown: string;
  units: string[];
}

/** One option of a choice: the values that it sets, and what is known of them where it differs from the default. */
export interface Option {
  id: string;
  label: Words;
  note: Words;
  values: Record<string, number>;
  facts: Record<string, { status: Status; source: string[]; note?: Words }>;
}

export interface Choice {
  id: string;
  label: Words;
  value: string;
  options: Option[];
}

/** A node of the expression graph; operands are indices of earlier nodes. */
export type Node =
  | ["const", number]
  | ["value" | "species" | "total" | "time", string]
  | ["+" | "-" | "*" | "/" | "**" | "min" | "max" | "share", number, number]
  | ["<" | "<=" | ">" | ">=", number, number]
  | ["neg" | "exp" | "log" | "sqrt" | "abs", number]
  | ["hill" | "slope" | "if", number, number, number];

/** A complex: what it is made of, step by step, and the node that gives the Kd of its last step. */
export interface Formation {
  id: string;
  /** The two species that meet (species of this compartment, or of the fluid where `held`). */
  from: [string, string];
  /** Which of `from` are fluid species seen by a membrane at their free concentration. */
  held: string[];
  kd: number;
}

export interface Compartment {
  id: string;
  unit: string;
  components: string[];
  /** In an order in which every complex comes after what it is made of. */
  formations: Formation[];
}

export interface Species {
  id: string;
  compartment: string;
  unit: string;
  label: Words;
  note: Words;
  source: string[];
}

export interface Output {
  id: string;
  node: number;
  unit: string;
  label: Words;
  note: Words;
  /** It may stand in rates. */
  rule?: true;
  /** The input of another model that it takes the place of, by this formula. */
  drives?: string;
  formula?: string;
}

/** What changes the states: each coefficient and state used up, and made, at a rate. */
export interface Process {
  id: string;
  left: [string, number][];
  right: [string, number][];
  /** A node. */
  rate: number;
  unit: string;
  label: Words;
  note: Words;
  source: string[];
}

/** dy/dt = f(y, p, t) as nodes of the graph: il6widgets/kinetics/differentiate.py makes it. */
export interface System {
  states: string[];
  rates: number[];
  /** Row, column and node of every entry that is not 0 everywhere. */
  jacobian: [number, number, number][];
  /** Row and node of every rate in which the time stands. */
  dfdt: [number, number][];
}

/** What a model in time has besides. */
export interface Moving {
  time: { unit: string; end: number };
  processes: Process[];
  system: System;
  /** The largest value that each state is expected to reach. */
  scales: number[];
}

/** Whether a part of a drawing is solved, solved by numbers of our own design, or not in the model at all. */
export type Known = "computed" | "estimated" | "drawn";

/** How a model is drawn as a flow; pairs are the arrangement with room, and the one of a phone. */
export interface Layout {
  columns: [number, number];
  /** Species or outputs drawn over time. */
  curves: string[];
  areas: {
    look: "fluid" | "membrane" | "cytosol" | "nucleus";
    label: Words;
    /** Column, row, columns, rows. */
    boxes: [number[], number[]];
  }[];
  nodes: FlowNode[];
  edges: FlowEdge[];
  outcomes: {
    group: Words;
    label: Words;
    note: Words;
    read: string;
    known: Known;
    source: string[];
  }[];
}

export interface FlowNode {
  id: string;
  /** Column and row. */
  at: [[number, number], [number, number]];
  label: Words;
  note: Words;
  icon: string;
  /** The name of a design token. */
  colour: string;
  /** What fills it; empty where the model has no such thing. */
  level: string;
  known: Known;
  /** Values that are 0 where it is knocked out. */
  controls: string[];
}

export type Side = "left" | "right" | "top" | "bottom";

export interface FlowEdge {
  id: string;
  from: string;
  /** A node, or an earlier edge. */
  to: string;
  /** Processes whose rates add up; none for an effect without a flux of its own. */
  flux: string[];
  known: Known;
  head: "arrow" | "bar" | "dot";
  colour: string;
  label: Words;
  sides: Side[];
}

export interface Reference {
  text: string;
  doi?: string;
  pmid?: string;
  /** What was read of it. */
  note?: string;
}

export interface Program extends Partial<Moving> {
  format: 1;
  id: string;
  kind: "equilibrium" | "ode" | "coupled";
  /** First 12 hex digits of the SHA-256 of the model file. */
  hash: string;
  title: Words;
  /** In which range of doses it may be believed. */
  usable?: Words;
  values: Value[];
  choices: Choice[];
  compartments: Compartment[];
  species: Species[];
  graph: Node[];
  outputs: Output[];
  layout?: Layout;
  /** By route the state that a dose goes into; `infusion`, `bioavailability` and `weight` name values. */
  dosing?: Readonly<Record<string, string>>;
  references: Record<string, Reference>;
}
