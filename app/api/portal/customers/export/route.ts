import { fieldFiltersOf, filterOf, memberInputOf } from "@/app/(portal)/customers/query";
import { listCustomFields } from "@/lib/operations/custom-fields/list-custom-fields";
import { exportAccounts } from "@/lib/operations/imports/export-accounts";
import { answering } from "@/lib/surfaces/portal/api";
import { call } from "@/lib/surfaces/portal/call";
import { csvDownload } from "@/lib/surfaces/portal/csv-stream";
import { manyOf } from "@/lib/surfaces/portal/table-query";

const FILE = "favcrm-customers.csv";

/** The customers that fit the filters of the list's address, as a CSV file. */
export function GET(request: Request): Promise<Response> {
  return answering(async () => {
    const { searchParams } = new URL(request.url);
    const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
    const { data } = await call(listCustomFields, { entityType: "account" });
    const { deleted: _, ...input } = memberInputOf(filterOf(query), fieldFiltersOf(query, data.items));
    return csvDownload(exportAccounts, input, FILE);
  });
}

/** The customers that were chosen in the list, as a CSV file. */
export function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const form = await request.formData();
    return csvDownload(exportAccounts, { accountIds: manyOf({ id: form.getAll("id").map(String) }, "id") }, FILE);
  });
}
