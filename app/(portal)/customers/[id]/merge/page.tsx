import { getTranslations } from "next-intl/server";
import { MergePreview } from "@/components/customers/merge-preview";
import { MergeSearch } from "@/components/customers/merge-search";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getMemberProfile } from "@/lib/operations/accounts/get-member-profile";
import { mergeAccounts } from "@/lib/operations/accounts/merge-accounts";
import { searchMembers } from "@/lib/operations/accounts/search-members";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { merge } from "../actions";

export const generateMetadata = titled("customers.mergeTitle");

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PageQuery> };

/** Who can be merged into this customer, found by name, mail or phone. */
async function Candidates({ accountId, search }: { accountId: string; search?: string }) {
  const found = search ? await view(searchMembers, { search, limit: 20 }) : undefined;
  const others = found?.data.items.filter(({ id }) => id !== accountId) ?? [];
  return <MergeSearch {...{ accountId, search, others }} />;
}

export default async function Page({ params, searchParams }: Props) {
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  await workspaceCaller(`/customers/${id}`);
  const otherId = oneOf(asked, "with");
  const [t, survivor, other] = await Promise.all([
    getTranslations("customers"),
    view(getMemberProfile, { accountId: id }),
    otherId ? view(getMemberProfile, { accountId: otherId }) : undefined,
  ]);
  return (
    <Frame
      title={t("mergeTitle")}
      description={t("mergeLead")}
      actions={<CallBehind tool={mergeAccounts.name} args={{ survivorId: id, mergedId: otherId ?? "acc_…" }} />}
    >
      {other ? (
        <MergePreview survivor={survivor.data} other={other.data} action={merge} />
      ) : (
        <Candidates accountId={id} search={oneOf(asked, "search")} />
      )}
    </Frame>
  );
}
