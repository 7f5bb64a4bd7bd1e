import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";

type Props = {
  title: ReactNode;
  description?: ReactNode;
  /** Everything that can be linked; those that are, are checked. */
  items: { id: string; name: string; isLinked: boolean }[];
  empty: ReactNode;
  hidden: Record<string, string>;
  action?: FormAction;
};

/** Which people give a service, which rooms it can use, or the other way round: one checkbox each. */
export function LinksCard({ title, description, items, empty, hidden, action }: Props) {
  const t = useTranslations("services");
  const was = items.filter(({ isLinked }) => isLinked).map(({ id }) => id);
  return (
    <Card title={title} description={description}>
      <CardBody>
        {items.length === 0 ? (
          <p className="text-[13px] text-ink-soft">{empty}</p>
        ) : action ? (
          <ActionForm action={action} className="grid gap-3">
            {Object.entries(hidden).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <input type="hidden" name="was" value={was.join(" ")} />
            {items.map(({ id, name, isLinked }) => (
              <KeptCheckbox
                key={id}
                name={`link-${id}`}
                label={<span translate="no">{name}</span>}
                defaultChecked={isLinked}
              />
            ))}
            <div>
              <SubmitButton tone="plain" size="small">
                {t("save")}
              </SubmitButton>
            </div>
          </ActionForm>
        ) : (
          <ul className="text-sm" translate="no">
            {items
              .filter(({ isLinked }) => isLinked)
              .map(({ id, name }) => (
                <li key={id}>{name}</li>
              ))}
          </ul>
        )}
      </CardBody>
    </Card>
  );
}
