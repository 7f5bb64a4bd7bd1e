import { useTranslations } from "next-intl";
import { CallBehind } from "@/components/shell/call-behind";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { RecordBefore } from "@/components/ui/record-before";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ContactView } from "@/lib/operations/contacts/contact";
import { DuplicateChoices } from "./duplicate-choice";
import { CONTACT_FIELDS } from "./profile-fields";

type Actions = { add: FormAction; save: FormAction; makePrimary: FormAction; remove: FormAction };
type Props = { accountId: string; contacts: ContactView[]; canEdit: boolean; actions: Actions };

function ContactFields({ contact }: { contact?: ContactView }) {
  const t = useTranslations("customers");
  const types = { email: "email", phone: "tel" } as Record<string, string>;
  return (
    <>
      <div className="empty:hidden sm:col-span-2">
        <DuplicateChoices labels={{ share: t("bothUse"), shareHelp: t("duplicateHelp") }} />
      </div>
      {CONTACT_FIELDS.map((name) => (
        <Field
          key={name}
          name={name}
          type={types[name]}
          label={t(`field.${name}`)}
          defaultValue={contact?.[name] ?? ""}
          required={name === "name"}
          maxLength={name === "email" ? 254 : 200}
          autoComplete="off"
        />
      ))}
    </>
  );
}

const formStyle = "grid items-start gap-3 sm:grid-cols-2 [&>[role]]:sm:col-span-2";

function ContactRow({ contact, canEdit, actions }: { contact: ContactView; canEdit: boolean; actions: Actions }) {
  const t = useTranslations("customers");
  return (
    <li className="grid gap-2 px-4 py-3 text-[13px]">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 basis-48" translate="no">
          <bdi className="block truncate font-medium">
            {[contact.name, contact.localName].filter(Boolean).join(" · ")}
          </bdi>
          <bdi className="block truncate text-ink-soft">
            {[contact.jobTitle, contact.phone, contact.email].filter(Boolean).join(" · ")}
          </bdi>
        </span>
        {contact.isPrimary && <Badge tone="ok">{t("primary")}</Badge>}
        {canEdit && !contact.isPrimary && (
          <ActionForm action={actions.makePrimary}>
            <input type="hidden" name="id" value={contact.id} />
            <SubmitButton tone="plain" size="small">
              {t("makePrimary")}
            </SubmitButton>
          </ActionForm>
        )}
      </div>
      {canEdit && (
        <div className="flex flex-wrap items-start gap-2">
          <Disclosure label={t("editContact")} aria-label={t("editNamed", { name: contact.name })}>
            <ActionForm action={actions.save} className={formStyle}>
              <input type="hidden" name="id" value={contact.id} />
              <RecordBefore record={contact} names={CONTACT_FIELDS} />
              <ContactFields contact={contact} />
              <div className="sm:col-span-2">
                <SubmitButton size="small">{t("saveContact")}</SubmitButton>
              </div>
            </ActionForm>
          </Disclosure>
          <ConfirmedAction
            label={t("removeContact")}
            warning={t("removeContactWarning")}
            aria-label={t("removeNamed", { name: contact.name })}
            action={actions.remove}
            values={{ id: contact.id, accountId: contact.accountId }}
            submit={t("removeNow")}
          />
        </div>
      )}
    </li>
  );
}

/** The people linked to a customer: employees of a business, members of a family, further phones and mails of a person. */
export function ContactsCard({ accountId, contacts, canEdit, actions }: Props) {
  const t = useTranslations("customers");
  return (
    <Card
      title={t("contacts")}
      description={t("contactsHelp")}
      id="contacts"
      actions={<CallBehind tool="list_contacts" args={{ accountId }} />}
    >
      <ul className="divide-y">
        {contacts.map((contact) => (
          <ContactRow key={contact.id} {...{ contact, canEdit, actions }} />
        ))}
      </ul>
      {canEdit && (
        <CardBody className="border-t">
          <Disclosure label={t("addContact")}>
            <ActionForm action={actions.add} className={formStyle}>
              <input type="hidden" name="accountId" value={accountId} />
              <ContactFields />
              <div className="sm:col-span-2">
                <SubmitButton size="small">{t("addContact")}</SubmitButton>
              </div>
            </ActionForm>
          </Disclosure>
        </CardBody>
      )}
    </Card>
  );
}
