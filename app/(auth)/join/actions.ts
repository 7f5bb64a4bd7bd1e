"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { acceptTeamInviteRequest } from "@/lib/operations/team/accept-team-invite-request";
import { call } from "@/lib/surfaces/portal/call";
import { optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { outboxHint } from "@/lib/surfaces/portal/outbox";
import { joinWithCode } from "@/lib/surfaces/portal/sign-in";

/** What the second half of joining needs to know. */
export type Invitation = { token: string; maskedEmail: string; organisationName: string; outboxHref?: string };

export async function mailInviteCode(_state: FormState<Invitation>, form: FormData): Promise<FormState<Invitation>> {
  return submit(form, async () => {
    const token = text(form, "token").trim();
    const { data } = await call(acceptTeamInviteRequest, { token });
    const { maskedEmail, organisationName } = data;
    return { token, maskedEmail, organisationName, ...((await outboxHint()).outbox ? { outboxHref: "/outbox" } : {}) };
  });
}

export async function join(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await joinWithCode({ token: text(form, "token"), code: text(form, "code"), name: optionalText(form, "name") });
    redirect("/home");
  });
}
