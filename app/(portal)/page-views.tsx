import { SavedViews } from "@/components/ui/saved-views";
import { ViewNotice } from "@/components/ui/view-notice";
import type { ViewPage } from "@/lib/operations/views/view";
import { viewLinksOf } from "@/lib/surfaces/portal/saved-views";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { remove, restore, save, update } from "./view-actions";

type Props = {
  page: ViewPage;
  /** The query of the address, as it came. */
  asked: PageQuery;
  /** The word for the list without a view. */
  all: string;
};

/** The saved views of a page's list, and what was just done to one. Nothing for people who may not see views. */
export async function PageViews({ page, asked, all }: Props) {
  const path = `/${page}`;
  const { scopes } = await workspaceCaller(path);
  if (!scopes.has("contacts:read")) return null;
  return (
    <>
      <SavedViews
        {...(await viewLinksOf(page, asked))}
        page={page}
        all={{ label: all, href: path }}
        actions={scopes.has("contacts:write") ? { save, update, remove } : null}
      />
      <ViewNotice done={oneOf(asked, "done")} undo={oneOf(asked, "undo")} restore={restore} />
    </>
  );
}
