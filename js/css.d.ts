// A style sheet is imported as its text; build.mjs and vitest.config.mjs see to it.
declare module "*.css" {
  const text: string;
  export default text;
}
