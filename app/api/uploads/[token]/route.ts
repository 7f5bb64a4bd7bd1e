import { receiveUpload } from "@/lib/surfaces/http/receive-upload";
import { answering, answerJson } from "@/lib/surfaces/portal/api";

export const dynamic = "force-dynamic";

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Takes a file of customers: `curl -T FILE https://…/api/uploads/TOKEN`, the link of create_import_upload. */
export function PUT(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  return answering(async () => {
    const { token } = await params;
    const { uploadId, rowCount, unreadableRows, format, encoding, separator, columns, remarks } = await receiveUpload(
      request,
      token,
      (request.body as AsyncIterable<Uint8Array> | null) ?? nothing(),
    );
    const next = `Call import_accounts with {"uploadId": "${uploadId}", "preview": true}.`;
    const file = { format, encoding, separator, columns, remarks };
    return answerJson({ uploadId, rowCount, unreadableRows, ...file, next }, 201);
  });
}

export { PUT as POST };
