import { exportImportProblems } from "@/lib/operations/imports/export-import-problems";
import { answering } from "@/lib/surfaces/portal/api";
import { csvDownload } from "@/lib/surfaces/portal/csv-stream";

/** The rows of a file that an import held back, with what is wrong, as a CSV file. */
export function GET(_request: Request, { params }: { params: Promise<{ uploadId: string }> }): Promise<Response> {
  return answering(async () => {
    const { uploadId } = await params;
    return csvDownload(exportImportProblems, { uploadId }, "favcrm-held-rows.csv");
  });
}
