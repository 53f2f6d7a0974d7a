/** The shelf that the build makes from the scenario files (tools/examples/plugin.ts). */
declare module "virtual:examples" {
  export const examples: readonly import("./shelf.ts").Example[];
}
