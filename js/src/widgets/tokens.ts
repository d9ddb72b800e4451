// The design tokens as CSS: one file of colours, for light, dark, print and forced colours.
import tokens from "../../../il6widgets/widgets/tokens.json" with { type: "json" };

type Colours = Readonly<Record<string, string>>;

const declare = (colours: Colours): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");

const aliases = declare(
  Object.fromEntries(Object.entries(tokens.alias).map(([name, of]) => [name, `var(--${of})`])),
);
const light = `color-scheme:light;${declare(tokens.light)}`;
const dark = `color-scheme:dark;${declare(tokens.dark)}`;
const forced = declare(
  Object.fromEntries(
    Object.entries(tokens.forced).flatMap(([system, names]) => names.map((name) => [name, system])),
  ),
);

/**
 * An explicit data-theme wins, then JupyterLab's theme, then what the reader's system prefers.
 * JupyterLab's light theme is said again because the system may prefer dark while Lab is light.
 */
export const tokenSheet = (): string => `
.il6{${aliases};${light}}
@media (prefers-color-scheme:dark){.il6:not([data-theme]){${dark}}}
body[data-jp-theme-light="true"] .il6:not([data-theme]){${light}}
body[data-jp-theme-light="false"] .il6:not([data-theme]),.il6[data-theme="dark"]{${dark}}
@media print{.il6.il6,body[data-jp-theme-light] .il6:not([data-theme]){${light}}}
@media (forced-colors:active){.il6.il6.il6{${forced};color-scheme:light dark}}
`;
