import pg from "pg";
import { findEmbeddedDatabase } from "@/lib/db/embedded";
import { env } from "@/lib/env";
import { DemoError } from "./step";

/** The database of the running server: DATABASE_URL, else the embedded one of the data folder. */
async function findDatabase(): Promise<string> {
  const { databaseUrl, dataFolder } = env();
  const url = databaseUrl ?? (await findEmbeddedDatabase(dataFolder));
  if (url) return url;
  throw new DemoError(
    `No database runs in ${dataFolder}. The demo ages a code by SQL: run it beside the server, with the same DATABASE_URL or FAVCRM_DATA_DIR.`,
  );
}

/** Lets a code request expire a second ago. There is no door in the product for this, so it is done in the database. */
export async function ageCode(requestId: string): Promise<void> {
  const client = new pg.Client({ connectionString: await findDatabase() });
  await client.connect();
  try {
    await client.query("BEGIN; SET LOCAL ROLE favcrm_system");
    const { rowCount } = await client.query(
      "UPDATE verification_requests SET expires_at = now() - interval '1 second' WHERE id = $1",
      [requestId],
    );
    await client.query("COMMIT");
    if (rowCount !== 1) throw new DemoError("The server uses another database than the one found here.");
  } finally {
    await client.end();
  }
}
