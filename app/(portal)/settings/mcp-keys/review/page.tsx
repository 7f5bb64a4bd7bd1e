import { getTranslations } from "next-intl/server";
import { KeyReview } from "@/components/keys/key-review";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { listApiKeys } from "@/lib/operations/keys/list-api-keys";
import { titled } from "@/lib/surfaces/portal/metadata";
import { nextPath } from "@/lib/surfaces/portal/next-path";
import { view } from "@/lib/surfaces/portal/view";
import { reviewKeys } from "../actions";

export const generateMetadata = titled("keys.reviewTitle");

export default async function Page({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const next = nextPath((await searchParams).next);
  const [t, { data }] = await Promise.all([getTranslations("keys"), view(listApiKeys, { limit: 100 })]);
  return (
    <Frame title={t("reviewTitle")} description={t("reviewLead")} actions={<CallBehind tool={listApiKeys.name} />}>
      <KeyReview keys={data.items} action={reviewKeys} next={next} />
    </Frame>
  );
}
