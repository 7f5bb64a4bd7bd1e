import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RevokeKeyForm } from "@/components/keys/revoke-key-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getApiKey } from "@/lib/operations/keys/get-api-key";
import { previewKeyRevocation } from "@/lib/operations/keys/preview-key-revocation";
import { titled } from "@/lib/surfaces/portal/metadata";
import { view } from "@/lib/surfaces/portal/view";
import { revokeKey } from "../../actions";

export const generateMetadata = titled("keys.revoke");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { key } = (await view(getApiKey, { keyId: id })).data;
  if (key.status !== "active") redirect(`/settings/mcp-keys/${id}`);
  const [t, planted] = await Promise.all([getTranslations("keys"), view(previewKeyRevocation, { keyId: id })]);
  return (
    <Frame
      title={t("revokeTitle", { name: key.name })}
      actions={<CallBehind tool="revoke_api_key" args={{ keyId: id }} />}
    >
      <RevokeKeyForm keyId={id} planted={planted.data} action={revokeKey} cancelHref={`/settings/mcp-keys/${id}`} />
    </Frame>
  );
}
