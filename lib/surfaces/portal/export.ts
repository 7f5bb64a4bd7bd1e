import "server-only";
import type { TenantCaller } from "@/lib/kernel/authorize";
import type { Caller } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { beginExport } from "@/lib/operations/danger/begin-export";
import { exportRecords } from "@/lib/operations/danger/export-records";
import { type ZipEntry, zip } from "./zip";

const README = `This archive holds everything that FavCRM keeps for one organisation.

organisation/<table>.jsonl            records of the organisation
companies/<company id>/<table>.jsonl  records of one company

Each line of a .jsonl file is one record as JSON. Instants are UTC. Amounts named *_minor count the currency's smallest unit.
Hashes of keys are left out.
`;

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** One table of the caller's organisation or company, page by page, a record a line. */
async function* linesOf(caller: Caller, table: string): AsyncGenerator<string> {
  let after: string[] | undefined;
  do {
    const { data } = await execute(exportRecords, caller, { table, after });
    if (data.lines.length > 0) yield `${data.lines.join("\n")}\n`;
    after = data.nextAfter;
  } while (after);
}

async function* entriesOf(caller: TenantCaller): AsyncGenerator<ZipEntry> {
  const { data } = await execute(beginExport, caller, {});
  yield { name: "README.txt", text: once(README) };
  for (const { name } of data.tables.filter(({ isPerCompany }) => !isPerCompany)) {
    yield { name: `organisation/${name}.jsonl`, text: linesOf(caller, name) };
  }
  for (const companyId of data.companyIds) {
    const inCompany = { ...caller, workspace: { ...caller.workspace, companyId } };
    for (const { name } of data.tables.filter(({ isPerCompany }) => isPerCompany)) {
      yield { name: `companies/${companyId}/${name}.jsonl`, text: linesOf(inCompany, name) };
    }
  }
}

/**
 * Everything of an organisation as a zip file that is written while it is downloaded. Throws OperationError before the first
 * byte when the caller may not export or has not confirmed; a failure later breaks the download off.
 */
export async function exportStream(caller: Caller): Promise<ReadableStream<Uint8Array>> {
  const { workspace, role, userId } = caller;
  if (!workspace || !role || !userId) throw new OperationError(userId ? "forbidden" : "unauthenticated");
  const parts = zip(entriesOf({ ...caller, workspace, role, userId }));
  let next = await parts.next();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done) return controller.close();
      controller.enqueue(next.value);
      next = await parts.next();
    },
    cancel: () => void parts.return(undefined),
  });
}
