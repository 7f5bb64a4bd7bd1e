import { startProduct } from "../cast";
import { drive } from "../measures";
import { residentMb, startOnPort } from "../programs";
import type { Part } from "../section";
import { subjectOf } from "../subjects";
import { memoryTargets } from "../targets";

/** Resident memory of a fresh server after every thousand calls, in megabytes, beginning before the first. */
export const memory: Part = {
  name: "memory",
  async measure({ stage, plan }) {
    const product = await startProduct(stage);
    try {
      const subject = subjectOf(stage, "read", "memory", "FavCRM", product, "/mcp");
      const samples = [residentMb(product.pid)];
      for (let done = 0; done < plan.thousands; done++) {
        await drive(subject, { durationMs: 60_000, maxCalls: 1_000 });
        samples.push(residentMb(product.pid));
      }
      const list = samples.map((megabytes) => megabytes.toFixed(0)).join(", ");
      const body = `Resident memory of a server that only agents call, fresh and after every 1,000 calls (MB): ${list}`;
      return { heading: "Memory", body, targets: memoryTargets(samples), othersAtMost: 0 };
    } finally {
      await product.stop();
    }
  },
};

const SECOND_START_SECONDS = 5;

/** Seconds from `npm start` to the first page or tool: with the database still to be made, then with everything there. */
export const starts: Part = {
  name: "starts",
  async measure({ stage }) {
    const start = async () => {
      const begun = performance.now();
      const env = { FAVCRM_DATA_DIR: `${stage.folder}/started` };
      const program = await startOnPort(["scripts/start.mjs"], env, "/readyz");
      const seconds = (performance.now() - begun) / 1_000;
      await program.stop();
      return seconds;
    };
    const first = await start();
    const second = await start();
    return {
      heading: "Start",
      body: `With everything built, from \`npm start\` to the first answer: ${first.toFixed(1)} s while the database is still to be made, then
${second.toFixed(1)} s.`,
      targets: [
        {
          promise: `second start to the first answer: under ${SECOND_START_SECONDS} s`,
          measured: `${second.toFixed(1)} s`,
          isKept: second < SECOND_START_SECONDS,
        },
      ],
      othersAtMost: 0,
    };
  },
};
