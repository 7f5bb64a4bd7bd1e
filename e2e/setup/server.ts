import { buildForTests } from "./build";
import { launchServer } from "./launch";

/**
 * One built server on the run's database for all end-to-end suites; they find it through FAVCRM_TEST_URL.
 * Limits per address are wide, because every suite calls from the same one.
 */
export default async function setup(): Promise<() => Promise<void>> {
  buildForTests();
  const server = await launchServer({
    DATABASE_URL: process.env.DATABASE_URL,
    FAVCRM_DATA_DIR: process.env.FAVCRM_DATA_DIR,
    FAVCRM_LIMIT_IP_HOUR: "100000",
    FAVCRM_LIMIT_IP_DAY: "100000",
  });
  process.env.FAVCRM_TEST_URL = server.url;
  return async () => {
    await server.stop();
  };
}
