"use server";

import { redirect } from "next/navigation";
import { chooseWorkspace } from "@/lib/operations/sessions/choose-workspace";
import { call } from "@/lib/surfaces/portal/call";
import { text } from "@/lib/surfaces/portal/form";
import { signOutHere } from "@/lib/surfaces/portal/sign-in";

/** The form's one value names organisation and company. */
export async function switchCompany(form: FormData): Promise<void> {
  const [organisationId = "", companyId] = text(form, "place").split("/");
  await call(chooseWorkspace, { organisationId, companyId });
  redirect("/home");
}

export async function signOut(): Promise<void> {
  await signOutHere();
  redirect("/sign-in");
}
