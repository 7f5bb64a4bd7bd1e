import { cookies } from "next/headers";
import type pg from "pg";
import { openPlainPool } from "../../../plain/key";
import { servicesPage } from "../../../plain/services-page";
import { databaseUrl } from "../../settings";

export const dynamic = "force-dynamic";

let pool: pg.Pool | undefined;

/** The floor of a page: whose session, one statement, a plain table. */
export default async function Page() {
  pool ??= openPlainPool(databaseUrl);
  const { name, rows } = await servicesPage(pool, (await cookies()).get("favcrm")?.value);
  return (
    <main>
      <h1>Services of {name}</h1>
      <table>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a page that is rendered once has no other key
            <tr key={row}>
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
}
