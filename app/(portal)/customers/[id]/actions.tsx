"use server";

import { redirect } from "next/navigation";
import { ErasureReceipt } from "@/components/customers/danger-card";
import { ALWAYS_SET, CONTACT_FIELDS, PROFILE_FIELDS } from "@/components/customers/profile-fields";
import type { FormState } from "@/components/ui/form-state";
import type { ViewState } from "@/components/ui/view-form";
import { deleteAccount } from "@/lib/operations/accounts/delete-account";
import { mergeAccounts } from "@/lib/operations/accounts/merge-accounts";
import { restoreAccount } from "@/lib/operations/accounts/restore-account";
import { unmergeAccounts } from "@/lib/operations/accounts/unmerge-accounts";
import { updateAccount } from "@/lib/operations/accounts/update-account";
import { setConsent } from "@/lib/operations/consent/set-consent";
import { createContact } from "@/lib/operations/contacts/create-contact";
import { deleteContact } from "@/lib/operations/contacts/delete-contact";
import { restoreContact } from "@/lib/operations/contacts/restore-contact";
import { updateContact } from "@/lib/operations/contacts/update-contact";
import { setCustomFieldValues } from "@/lib/operations/custom-fields/set-custom-field-values";
import { createNote } from "@/lib/operations/notes/create-note";
import { deleteNote } from "@/lib/operations/notes/delete-note";
import { restoreNote } from "@/lib/operations/notes/restore-note";
import { updateNote } from "@/lib/operations/notes/update-note";
import { erasePersonalData } from "@/lib/operations/personal-data/erase-personal-data";
import { createTask } from "@/lib/operations/tasks/create-task";
import { updateTask } from "@/lib/operations/tasks/update-task";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { holdersOf } from "@/lib/surfaces/portal/inline-edit";
import { type RecordOutcome, saveRecord } from "@/lib/surfaces/portal/record-form";

const sharing = (form: FormData) => (text(form, "onDuplicate") === "share" ? ("share" as const) : ("ask" as const));
const pageOf = (form: FormData, name: string) => `/customers/${encodeURIComponent(text(form, name))}`;

export async function saveProfile(_state: FormState, form: FormData): Promise<FormState<RecordOutcome>> {
  return saveRecord(form, {
    names: PROFILE_FIELDS,
    clearable: PROFILE_FIELDS.filter((name) => !ALWAYS_SET.includes(name)),
    save: (changes, expectedVersion) =>
      attempt(updateAccount, {
        ...(changes as Record<string, never>),
        accountId: text(form, "id"),
        expectedVersion,
        onDuplicate: sharing(form),
      }),
    done: "customers.profileSaved",
  });
}

export async function addContact(_state: FormState, form: FormData): Promise<FormState<RecordOutcome>> {
  const input = Object.fromEntries(CONTACT_FIELDS.map((name) => [name, optionalText(form, name)]));
  const outcome = await attempt(createContact, {
    ...input,
    name: text(form, "name"),
    accountId: text(form, "accountId"),
    onDuplicate: sharing(form),
  });
  if (outcome.ok) return submit<RecordOutcome>(form, async () => ({ holders: [] }), "customers.contactAdded");
  const state: FormState<RecordOutcome> = await failure(outcome.error, form);
  return { ...state, result: { holders: holdersOf(outcome.error) } };
}

export async function saveContact(_state: FormState, form: FormData): Promise<FormState<RecordOutcome>> {
  return saveRecord(form, {
    names: CONTACT_FIELDS,
    clearable: CONTACT_FIELDS.filter((name) => name !== "name"),
    save: (changes, expectedVersion) =>
      attempt(updateContact, {
        ...(changes as Record<string, never>),
        contactId: text(form, "id"),
        expectedVersion,
        onDuplicate: sharing(form),
      }),
    done: "customers.contactSaved",
  });
}

export async function makePrimary(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(updateContact, { contactId: text(form, "id"), isPrimary: true }));
}

export async function removeContact(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { data } = await call(deleteContact, { contactId: text(form, "id") });
    redirect(`${pageOf(form, "accountId")}?done=contactRemoved&undo=${data.contact.id}`);
  });
}

/** The custom fields whose values were changed in the form, as set_custom_field_values takes them. */
function changedValues(form: FormData): Record<string, string | string[] | null> {
  const changed: Record<string, string | string[] | null> = {};
  for (const name of form.getAll("field").map(String)) {
    const given = form.getAll(`values.${name}`).map(String).filter(Boolean);
    if (JSON.stringify(given) === text(form, `before:${name}`)) continue;
    changed[name] = given.length === 0 ? null : given.length === 1 ? (given[0] ?? null) : given;
  }
  return changed;
}

export async function saveFields(_state: FormState, form: FormData): Promise<FormState> {
  const values = changedValues(form);
  if (Object.keys(values).length === 0) return submit(form, async () => undefined, "form.nothingChanged");
  const outcome = await attempt(setCustomFieldValues, { entityType: "account", entityId: text(form, "id"), values });
  if (outcome.ok) return submit(form, async () => undefined, "customers.fieldsSaved");
  // The refusal names `values.<field>`, which is the name of its control.
  const state = await failure(outcome.error, form);
  const named = outcome.error.details?.field;
  const rule = Object.values(state.fields ?? {})[0] ?? state.message ?? "";
  return typeof named === "string" ? { ...state, fields: { [named]: rule } } : state;
}

export async function recordConsent(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    accountId: text(form, "id"),
    channel: text(form, "channel") as "email",
    purpose: text(form, "purpose") as "marketing",
    status: text(form, "status") as "granted",
    source: text(form, "source") as "other",
    proof: optionalText(form, "proof"),
    occurredAt: optionalText(form, "occurredAt"),
  };
  return submit(
    form,
    () => call(setConsent, input),
    ({ data }) => (data.consent.isCurrent ? "customers.consentRecorded" : "customers.consentOvertaken"),
  );
}

export async function addNote(_state: FormState, form: FormData): Promise<FormState> {
  const input = { entityId: text(form, "id"), body: text(form, "body") };
  return submit(form, () => call(createNote, input), "customers.noteAdded");
}

export async function saveNote(_state: FormState, form: FormData): Promise<FormState<RecordOutcome>> {
  return saveRecord(form, {
    names: ["body"] as const,
    clearable: [],
    save: ({ body }, expectedVersion) =>
      attempt(updateNote, { noteId: text(form, "id"), body: body ?? "", expectedVersion }),
    done: "customers.noteSaved",
  });
}

export async function removeNote(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { data } = await call(deleteNote, { noteId: text(form, "id") });
    redirect(`${pageOf(form, "accountId")}?done=noteDeleted&undo=${data.note.id}`);
  });
}

export async function addTask(_state: FormState, form: FormData): Promise<FormState> {
  const input = { accountId: text(form, "id"), title: text(form, "title"), dueDate: optionalText(form, "dueDate") };
  return submit(form, () => call(createTask, input), "customers.taskAdded");
}

export async function finishTask(_state: FormState, form: FormData): Promise<FormState> {
  const expectedVersion = optionalNumber(form, "version");
  return submit(form, () => call(updateTask, { taskId: text(form, "id"), status: "done", expectedVersion }));
}

export async function remove(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { data } = await call(deleteAccount, { accountId: text(form, "id") });
    redirect(`/customers?done=deleted&undo=${data.account.id}`);
  });
}

/** Brings the customer back, also when somebody took the phone or mail meanwhile and both shall have it. */
export async function bringBack(_state: FormState, form: FormData): Promise<FormState<RecordOutcome>> {
  const outcome = await attempt(restoreAccount, { accountId: text(form, "id"), onDuplicate: sharing(form) });
  if (outcome.ok) redirect(`${pageOf(form, "id")}?done=back`);
  const state: FormState<RecordOutcome> = await failure(outcome.error, form);
  return { ...state, result: { holders: holdersOf(outcome.error) } };
}

/** Takes back what the notice speaks of; the id of what was deleted or merged says what it is. */
export async function undo(_state: FormState, form: FormData): Promise<FormState> {
  const id = text(form, "undo");
  return submit(form, async () => {
    if (id.startsWith("note_")) await call(restoreNote, { noteId: id });
    else if (id.startsWith("con_")) await call(restoreContact, { contactId: id });
    else await call(unmergeAccounts, { mergeId: id });
    redirect(`${pageOf(form, "id")}?done=undone`);
  });
}

export async function merge(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const survivorId = text(form, "id");
    const { data } = await call(mergeAccounts, { survivorId, mergedId: text(form, "with") });
    redirect(`/customers/${survivorId}?done=merged&undo=${data.mergeId}`);
  });
}

/** Erases the person for good; what was searched, changed and kept stands in the receipt. */
export async function erase(_state: FormState<ViewState>, form: FormData): Promise<FormState<ViewState>> {
  const outcome = await attempt(erasePersonalData, {
    accountId: text(form, "id"),
    confirmName: text(form, "confirmName"),
    reason: text(form, "reason") as "request",
    cancelBookings: text(form, "cancelBookings") === "on",
  });
  if (!outcome.ok) return failure(outcome.error, form);
  return { status: "done", result: { view: <ErasureReceipt receipt={outcome.answer.data} /> } };
}
