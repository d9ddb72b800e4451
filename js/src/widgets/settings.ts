// The settings of one view: choices of the viewer, kept by the host and shared with Python.
import type { Host } from "./host.ts";
import type { Settings } from "./view.ts";

export function settingsOf(host: Host): Settings {
  return {
    get: (key, otherwise) => host.get(key, otherwise),
    set(key, value) {
      host.set(key, value);
      host.save();
    },
    watch: (key, f) => host.watch(key, f),
  };
}
