"use server";

import type { FormState } from "@/components/ui/form-state";
import { changeMemberRole } from "@/lib/operations/team/change-member-role";
import { createTeamMemberInvite } from "@/lib/operations/team/create-team-member-invite";
import { removeMember } from "@/lib/operations/team/remove-member";
import { resendTeamInvite } from "@/lib/operations/team/resend-team-invite";
import { revokeTeamInvite } from "@/lib/operations/team/revoke-team-invite";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";

export async function invite(_state: FormState, form: FormData): Promise<FormState> {
  const input = { email: text(form, "email"), name: optionalText(form, "name"), role: text(form, "role") as "staff" };
  // The link goes to the invited person by mail only.
  return submit(form, async () => void (await call(createTeamMemberInvite, input)), "team.invited");
}

export async function resend(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(resendTeamInvite, { inviteId: text(form, "inviteId") }), "team.resent");
}

export async function revokeInvite(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(revokeTeamInvite, { inviteId: text(form, "inviteId") }), "team.inviteRevoked");
}

export async function changeRole(_state: FormState, form: FormData): Promise<FormState> {
  const expectedVersion = optionalNumber(form, "expectedVersion");
  const input = { memberId: text(form, "memberId"), role: text(form, "role") as "staff", expectedVersion };
  return submit(form, () => call(changeMemberRole, input), "team.roleChanged");
}

export async function remove(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(removeMember, { memberId: text(form, "memberId") }), "team.removed");
}
