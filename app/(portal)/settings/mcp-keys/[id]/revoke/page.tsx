import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RevokeKeyForm } from "@/components/keys/revoke-key-view";
import { Page as Frame } from "@/components/ui/page";
import { titled } from "@/lib/surfaces/portal/metadata";
import { revokeKey } from "../../actions";
import { descendantsOf, keyOrNotFound } from "../../keys";

export const generateMetadata = titled("keys.revoke");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { apiKey, all } = await keyOrNotFound(id);
  if (apiKey.status !== "active") redirect(`/settings/mcp-keys/${id}`);
  const t = await getTranslations("keys");
  const planted = { keys: descendantsOf(id, all), invites: [], members: [] };
  return (
    <Frame title={<span translate="no">{t("revokeTitle", { name: apiKey.name })}</span>}>
      <RevokeKeyForm keyId={id} planted={planted} action={revokeKey} cancelHref={`/settings/mcp-keys/${id}`} />
    </Frame>
  );
}
