import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { Moment } from "@/components/ui/time";

type Workspace = {
  organisationId: string;
  organisationName: string;
  role: string;
  deletedAt: string | null;
  companies: { id: string }[];
};

type Props = {
  workspaces: Workspace[];
  choose: (form: FormData) => Promise<void>;
  signOut: () => Promise<void>;
};

/** The workspaces a person may enter; a deleted one leads to its rescue. */
export function WorkspaceList({ workspaces, choose, signOut }: Props) {
  const t = useTranslations("auth");
  const common = useTranslations("common");
  return (
    <div className="grid gap-3">
      {workspaces.map((workspace) => (
        <div
          key={workspace.organisationId}
          className="flex items-center justify-between gap-3 rounded-lg border bg-surface px-4 py-3"
        >
          <span className="min-w-0">
            <span className="block truncate font-medium" translate="no">
              {workspace.organisationName}
            </span>
            {workspace.deletedAt && (
              <span className="text-[13px] text-vermilion">
                {t("deletedAt")} <Moment at={workspace.deletedAt} dateOnly />
              </span>
            )}
          </span>
          {workspace.deletedAt ? (
            <ButtonLink href={`/restore?organisation=${workspace.organisationId}`} size="small">
              {t("restore")}
            </ButtonLink>
          ) : (
            <form action={choose}>
              <input type="hidden" name="place" value={workspace.organisationId} />
              <SubmitButton size="small">{t("enter")}</SubmitButton>
            </form>
          )}
        </div>
      ))}
      <div className="flex gap-2">
        <ButtonLink href="/sign-up">{t("signUpTitle")}</ButtonLink>
        <form action={signOut}>
          <Button type="submit" tone="quiet">
            {common("signOut")}
          </Button>
        </form>
      </div>
    </div>
  );
}
