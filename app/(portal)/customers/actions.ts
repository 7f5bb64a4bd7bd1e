"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/ui/form-state";
import type { EditOutcome } from "@/components/ui/inline-edit";
import { deleteAccount } from "@/lib/operations/accounts/delete-account";
import { restoreAccount } from "@/lib/operations/accounts/restore-account";
import { updateAccount } from "@/lib/operations/accounts/update-account";
import { attachTags } from "@/lib/operations/tags/attach-tags";
import { createTag } from "@/lib/operations/tags/create-tag";
import { detachTags } from "@/lib/operations/tags/detach-tags";
import { listTags } from "@/lib/operations/tags/list-tags";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { saveField } from "@/lib/surfaces/portal/inline-edit";
import { hrefOf } from "@/lib/surfaces/portal/table-query";

const idsOf = (form: FormData, name = "id") => form.getAll(name).filter((id): id is string => typeof id === "string");

/** The list as it was looked at, from a hidden field; anything that is no address of it is the whole list. */
function listOf(form: FormData): { path: string; query: Record<string, string | string[]> } {
  const [path, search = ""] = text(form, "back").split("?", 2);
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) query[name] = [...(query[name] ?? []), value];
  return { path: path === "/customers" ? path : "/customers", query };
}

/** One field of one customer, edited in the table. */
export async function edit(_state: FormState<EditOutcome>, form: FormData): Promise<FormState<EditOutcome>> {
  return saveField(form, ["name", "phone", "email"] as const, ({ id, field, value, expectedVersion, share }) =>
    attempt(updateAccount, {
      accountId: id,
      [field]: value === "" && field !== "name" ? null : value,
      expectedVersion,
      onDuplicate: share ? "share" : "ask",
    }),
  );
}

/** The tag of this name, made if there is none. */
async function tagNamed(name: string): Promise<string> {
  const { data } = await call(listTags, { search: name, limit: 100 });
  const same = data.items.find((tag) => tag.name.toLowerCase() === name.toLowerCase());
  return same?.id ?? (await call(createTag, { name })).data.tag.id;
}

/** The tags of one customer: what was ticked is put on, what was unticked comes off, and a new name is made a tag. */
export async function setTags(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const accountId = text(form, "id");
    const had = idsOf(form, "had");
    const wanted = idsOf(form, "tag");
    const name = optionalText(form, "newTag");
    const added = wanted.filter((id) => !had.includes(id));
    if (name) added.push(await tagNamed(name));
    const removed = had.filter((id) => !wanted.includes(id));
    if (added.length > 0) await call(attachTags, { accountId, tagIds: added });
    if (removed.length > 0) await call(detachTags, { accountId, tagIds: removed });
  });
}

async function changeTag(form: FormData, accountIds: string[], isAdding: boolean): Promise<FormState> {
  const t = await getTranslations("customers");
  const tagId = text(form, "tagId");
  if (!tagId) return { status: "error", message: t("chooseTagFirst") };
  return submit(form, async () => {
    if (isAdding) await call(attachTags, { accountIds, tagIds: [tagId] });
    else await call(detachTags, { accountIds, tagIds: [tagId] });
  }).then(async (state) => {
    if (state.status !== "done") return state;
    const { data } = await call(listTags, { limit: 100 });
    const tag = data.items.find(({ id }) => id === tagId)?.name ?? "";
    return { ...state, message: t(isAdding ? "tagAdded" : "tagRemoved", { tag, count: accountIds.length }) };
  });
}

async function deleteAll(form: FormData, accountIds: string[]): Promise<FormState> {
  const deleted: string[] = [];
  for (const accountId of accountIds) {
    const outcome = await attempt(deleteAccount, { accountId });
    if (outcome.ok) deleted.push(accountId);
    // Somebody else deleted this one meanwhile, which is what was wanted.
    else if (outcome.error.kind !== "not_found") return failure(outcome.error, form);
  }
  const { path, query } = listOf(form);
  redirect(hrefOf(path, query, { done: "deleted", undo: deleted.join(".") }));
}

/** What is done with the chosen customers: `do` says what. */
export async function bulk(_state: FormState, form: FormData): Promise<FormState> {
  const accountIds = idsOf(form);
  if (accountIds.length === 0) {
    const t = await getTranslations("customers");
    return { status: "error", message: t("chooseFirst") };
  }
  const what = text(form, "do");
  return what === "delete" ? deleteAll(form, accountIds) : changeTag(form, accountIds, what === "tag");
}

/** Brings deleted customers back; ids with points between. */
export async function restore(_state: FormState, form: FormData): Promise<FormState> {
  const ids = idsOf(form).flatMap((each) => each.split("."));
  let count = 0;
  for (const accountId of ids) {
    const outcome = await attempt(restoreAccount, { accountId });
    if (!outcome.ok) return failure(outcome.error, form);
    count += 1;
  }
  const { path, query } = listOf(form);
  redirect(hrefOf(path, query, { done: "restored", undo: String(count) }));
}
