import { getTranslations } from "next-intl/server";
import { NewCustomerForm } from "@/components/customers/new-customer-form";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { createAccount } from "@/lib/operations/accounts/create-account";
import { languageChoices } from "@/lib/surfaces/portal/choices";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { create } from "./actions";

export const generateMetadata = titled("customers.new");

export default async function Page() {
  await workspaceCaller("/customers/new");
  const [t, languages] = await Promise.all([getTranslations("customers"), languageChoices()]);
  return (
    <Frame
      title={t("new")}
      className="max-w-3xl"
      actions={<CallBehind tool={createAccount.name} args={{ name: "Anna Chan", phone: "+852 9123 4567" }} />}
    >
      <NewCustomerForm action={create} languages={languages} />
    </Frame>
  );
}
