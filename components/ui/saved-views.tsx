import { Bookmark, Users } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "./action-form";
import { buttonStyle } from "./button-style";
import { Checkbox } from "./checkbox";
import { ConfirmedAction } from "./confirmed-action";
import { Field } from "./field";
import type { FormAction } from "./form-state";
import { Menu } from "./menu";
import { SubmitButton } from "./submit-button";

export type ViewLink = {
  id: string;
  name: string;
  href: string;
  isShared: boolean;
  isOwn: boolean;
  version: number;
};

/** `save` gets page, name, share and query; `update` id, name, share, query and version; `remove` id. */
export type ViewActions = { save: FormAction; update: FormAction; remove: FormAction };

type Props = {
  /** The list that a new view belongs to. */
  page: string;
  /** The word for the list without a view. */
  all: { label: string; href: string };
  views: ViewLink[];
  /** Id of the view that is open. */
  current?: string;
  /** Whether the list differs from the view that is open. */
  isChanged: boolean;
  /** What would be saved: the query of the address. */
  query: string;
  /** Null for people who may only open views. */
  actions: ViewActions | null;
};

const tabStyle =
  "flex max-w-48 items-center gap-1 rounded-md px-2 py-1 text-[13px] whitespace-nowrap text-ink-soft hover:bg-hover aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink";

function SaveForm({ page, query, action }: { page: string; query: string; action: FormAction }) {
  const t = useTranslations("common.views");
  return (
    <ActionForm action={action} aria-label={t("save")} className="grid gap-3">
      <input type="hidden" name="page" value={page} />
      <input type="hidden" name="query" value={query} />
      <Field name="name" label={t("name")} maxLength={80} autoComplete="off" required />
      <Checkbox name="share" value="yes" label={t("share")} />
      <div>
        <SubmitButton size="small">{t("save")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

function CurrentForms({
  view,
  isChanged,
  query,
  actions,
}: {
  view: ViewLink;
  isChanged: boolean;
  query: string;
  actions: ViewActions;
}) {
  const t = useTranslations("common.views");
  return (
    <div className="mt-3 grid gap-3 border-t pt-3">
      <ActionForm action={actions.update} aria-label={t("change", { name: view.name })} className="grid gap-3">
        <input type="hidden" name="id" value={view.id} />
        <input type="hidden" name="version" value={view.version} />
        <input type="hidden" name="query" value={query} />
        <Field name="name" label={t("rename")} defaultValue={view.name} maxLength={80} autoComplete="off" required />
        <Checkbox name="share" value="yes" label={t("share")} defaultChecked={view.isShared} />
        <div>
          <SubmitButton size="small" tone={isChanged ? "primary" : "plain"}>
            {t("update", { name: view.name })}
          </SubmitButton>
        </div>
      </ActionForm>
      <ConfirmedAction
        label={t("delete")}
        warning={t("deleteWarning")}
        action={actions.remove}
        values={{ id: view.id }}
        submit={t("deleteNow")}
      />
    </div>
  );
}

/** The saved views of a list as links, and the panel that saves, changes and deletes them. */
export function SavedViews({ page, all, views, current, isChanged, query, actions }: Props) {
  const t = useTranslations("common.views");
  const open = views.find(({ id }) => id === current);
  return (
    <div className="flex flex-wrap items-center gap-1">
      <nav aria-label={t("title")} className="flex min-w-0 flex-wrap items-center gap-1">
        <Link href={all.href} prefetch={false} aria-current={open ? undefined : "page"} className={tabStyle}>
          {all.label}
        </Link>
        {views.map((view) => (
          <Link
            key={view.id}
            href={view.href}
            prefetch={false}
            aria-current={view.id === current ? "page" : undefined}
            className={tabStyle}
            translate="no"
          >
            <bdi className="truncate">{view.name}</bdi>
            {view.id === current && isChanged && <span aria-hidden>*</span>}
            {view.isShared && (
              <>
                <Users aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
                <span className="sr-only" translate="yes">
                  {t("shared")}
                </span>
              </>
            )}
          </Link>
        ))}
      </nav>
      {actions && (
        <Menu
          id="saved-views"
          triggerClassName={buttonStyle({ tone: "quiet", size: "small" })}
          trigger={
            <>
              <Bookmark aria-hidden />
              {t("save")}
            </>
          }
          className="w-72 p-3"
        >
          <SaveForm page={page} query={query} action={actions.save} />
          {open?.isOwn && <CurrentForms view={open} {...{ isChanged, query, actions }} />}
        </Menu>
      )}
    </div>
  );
}
