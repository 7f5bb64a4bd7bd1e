// The units project, with the runner that tries faults.
import base from "../../vitest.config.ts";

const { test: units } = base.test.projects.find(({ test }) => test.name === "units");

export default {
  ...base,
  test: { ...base.test, projects: undefined, ...units, runner: "scripts/lib/mutation-runner.mjs" },
};
