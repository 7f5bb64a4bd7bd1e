import "server-only";
import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import type { ViewLink } from "@/components/ui/saved-views";
import { createView } from "@/lib/operations/views/create-view";
import { deleteView } from "@/lib/operations/views/delete-view";
import { listViews } from "@/lib/operations/views/list-views";
import { restoreView } from "@/lib/operations/views/restore-view";
import { updateView } from "@/lib/operations/views/update-view";
import { VIEW_PAGES, type ViewPage } from "@/lib/operations/views/view";
import { call } from "./call";
import { optionalNumber, submit, text } from "./form";
import { hrefOf, oneOf, type PageQuery, pairsOf } from "./table-query";
import { view } from "./view";

/** Parameters that belong to a moment, not to a view. */
const PASSING = ["cursor", "view", "done", "undo"];
const plain = (query: PageQuery) => new URLSearchParams(pairsOf(query, PASSING).sort()).toString();

/** The query of an address as create_view keeps it. */
function queryOf(address: string): Record<string, string | string[]> {
  const params = new URLSearchParams(address);
  const kept = [...new Set(params.keys())].filter((name) => !PASSING.includes(name));
  return Object.fromEntries(
    kept.map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

/** The page of the portal that views of a list belong to. */
const pathOf = (page: ViewPage) => `/${page}`;

/** Which page's list a form speaks of. */
const pageOf = (form: FormData): ViewPage => VIEW_PAGES.find((page) => page === text(form, "page")) ?? "customers";

/** What SavedViews shows on a page: its views as links, which is open, and whether the list differs from it. */
export async function viewLinksOf(page: ViewPage, asked: PageQuery) {
  const { data } = await view(listViews, { page, limit: 100 });
  const current = oneOf(asked, "view");
  const open = data.items.find(({ id }) => id === current);
  const views: ViewLink[] = data.items.map(({ id, name, query, isShared, isOwn, version }) => ({
    ...{ id, name, isShared, isOwn, version },
    href: hrefOf(pathOf(page), query, { view: id }),
  }));
  return { views, current, isChanged: open !== undefined && plain(open.query) !== plain(asked), query: plain(asked) };
}

/** Keeps the list as it is looked at under a name. */
export async function saveView(form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const page = pageOf(form);
    const query = queryOf(text(form, "query"));
    const isShared = text(form, "share") === "yes";
    const { data } = await call(createView, { page, name: text(form, "name"), query, isShared });
    redirect(hrefOf(pathOf(page), query, { view: data.view.id, done: "viewSaved" }));
  });
}

/** Renames a view, shares it or not, and lets it show the list as it is looked at. */
export async function changeView(form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const query = queryOf(text(form, "query"));
    const { data } = await call(updateView, {
      viewId: text(form, "id"),
      name: text(form, "name"),
      isShared: text(form, "share") === "yes",
      query,
      expectedVersion: optionalNumber(form, "version"),
    });
    redirect(hrefOf(pathOf(data.view.page), query, { view: data.view.id, done: "viewSaved" }));
  });
}

export async function removeView(form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { data } = await call(deleteView, { viewId: text(form, "id") });
    redirect(hrefOf(pathOf(data.view.page), {}, { done: "viewDeleted", undo: data.view.id }));
  });
}

/** Brings a deleted view back and opens it. */
export async function reopenView(form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { data } = await call(restoreView, { viewId: text(form, "undo") });
    redirect(hrefOf(pathOf(data.view.page), data.view.query, { view: data.view.id }));
  });
}
