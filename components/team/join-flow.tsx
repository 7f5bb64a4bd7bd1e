"use client";

import { type ReactNode, useEffect, useState } from "react";
import { ActionForm, ActionFormBody } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { useFormAction } from "@/components/ui/form-action";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

type Invitation = { token: string; maskedEmail: string; organisationName: string; outboxHref?: string };

export type JoinLabels = {
  token: string;
  tokenHelp: string;
  sendCode: string;
  codeSent: string;
  code: string;
  openOutbox: string;
  name: string;
  join: string;
};

type Props = { mailCode: FormAction<Invitation>; join: FormAction; labels: JoinLabels };

function OutboxLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="underline underline-offset-2">
      {children}
    </a>
  );
}

/** Accepts an invitation. Its token stands behind the # of the link, which browsers send to nobody, so it is read here. */
export function JoinFlow({ mailCode, join, labels }: Props) {
  const [state, submit] = useFormAction(mailCode);
  const [token, setToken] = useState("");
  useEffect(() => {
    const given = window.location.hash.slice(1);
    if (!given) return;
    setToken(given);
    window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
  const invitation = state.status === "done" ? state.result : undefined;
  if (!invitation) {
    return (
      <ActionFormBody state={state} submit={submit} className="grid gap-4">
        <Field
          key={token}
          name="token"
          label={labels.token}
          help={labels.tokenHelp}
          defaultValue={token}
          autoComplete="off"
          maxLength={128}
          required
        />
        <SubmitButton>{labels.sendCode}</SubmitButton>
      </ActionFormBody>
    );
  }
  return (
    <ActionForm action={join} className="grid gap-4">
      <p className="text-lg font-medium" translate="no">
        {invitation.organisationName}
      </p>
      <p className="text-ink-soft">
        {labels.codeSent} <span translate="no">{invitation.maskedEmail}</span>
      </p>
      <input type="hidden" name="token" value={invitation.token} />
      <Field
        name="code"
        label={labels.code}
        help={invitation.outboxHref && <OutboxLink href={invitation.outboxHref}>{labels.openOutbox}</OutboxLink>}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={16}
        required
        autoFocus
      />
      <Field name="name" label={labels.name} autoComplete="name" maxLength={120} />
      <SubmitButton>{labels.join}</SubmitButton>
    </ActionForm>
  );
}
