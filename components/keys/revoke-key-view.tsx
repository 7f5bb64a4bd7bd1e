import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

/** What a key brought into the workspace. */
export type Planted = {
  keys: { id: string; name: string }[];
  invites: { id: string; email: string }[];
  members: { id: string; name: string }[];
};

function PlantedList({ planted }: { planted: Planted }) {
  const t = useTranslations("keys");
  const groups = [
    { label: t("plantedKeys"), items: planted.keys.map(({ id, name }) => ({ id, name })) },
    { label: t("plantedInvites"), items: planted.invites.map(({ id, email }) => ({ id, name: email })) },
    { label: t("plantedMembers"), items: planted.members },
  ].filter(({ items }) => items.length > 0);
  return (
    <dl className="grid gap-2 rounded-md border bg-sunken px-3 py-2.5 text-[13px]">
      {groups.map(({ label, items }) => (
        <div key={label}>
          <dt className="text-ink-soft">{label}</dt>
          {items.map((item) => (
            <dd key={item.id} translate="no">
              {item.name}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

type Props = { keyId: string; planted: Planted; action: FormAction; cancelHref: string };

/** Says what will be lost, asks once, revokes. A page, not a dialog, so that it works without JavaScript. */
export function RevokeKeyForm({ keyId, planted, action, cancelHref }: Props) {
  const t = useTranslations("keys");
  const common = useTranslations("common");
  const hasPlanted = planted.keys.length + planted.invites.length + planted.members.length > 0;
  return (
    <ActionForm action={action} className="grid max-w-xl gap-4">
      <input type="hidden" name="keyId" value={keyId} />
      <p>{t("revokeWarning")}</p>
      {hasPlanted ? (
        <>
          <PlantedList planted={planted} />
          <Checkbox
            name="withDescendants"
            value="true"
            defaultChecked
            label={t("withPlanted")}
            help={t("withPlantedHelp")}
          />
        </>
      ) : (
        <>
          <input type="hidden" name="withDescendants" value="true" />
          <p className="text-[13px] text-ink-soft">{t("plantedNothing")}</p>
        </>
      )}
      <Field name="reason" label={t("reason")} help={t("reasonHelp")} maxLength={200} />
      <div className="flex gap-2">
        <SubmitButton tone="danger">{t("revokeNow")}</SubmitButton>
        <ButtonLink href={cancelHref} tone="quiet">
          {common("cancel")}
        </ButtonLink>
      </div>
    </ActionForm>
  );
}
