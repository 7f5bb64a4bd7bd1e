"use client";

import { clsx } from "clsx";
import { useFormState } from "@/components/ui/action-form";
import { buttonStyle } from "@/components/ui/button-style";

export type Holder = {
  accountId: string;
  name: string;
  localName: string | null;
  email: string | null;
  phone: string | null;
};
/** Those who have the mail or phone of a new customer already. */
export type DuplicateChoice = { holders: Holder[] };

type Labels = { link?: string; merge?: string; share: string; shareHelp: string };

/** Inside a form that was refused because of them: who has the mail or phone already, and what to do about it. */
export function DuplicateChoices({ labels }: { labels: Labels }) {
  const { result } = useFormState();
  const holders = (result as DuplicateChoice | undefined)?.holders ?? [];
  if (holders.length === 0) return null;
  return (
    <div className="grid gap-3 rounded-md border border-amber/40 bg-amber-soft/40 p-3">
      <ul className="grid gap-3">
        {holders.map((holder) => (
          <li key={holder.accountId} className="flex flex-wrap items-center gap-2">
            <a
              href={`/customers/${holder.accountId}`}
              className="min-w-0 flex-1 basis-48 hover:underline"
              translate="no"
            >
              <bdi className="block truncate font-medium">
                {[holder.name, holder.localName].filter(Boolean).join(" · ")}
              </bdi>
              <span className="block truncate text-[13px] text-ink-soft">
                {[holder.phone, holder.email].filter(Boolean).join(" · ")}
              </span>
            </a>
            {(["link", "merge"] as const).map(
              (way) =>
                labels[way] && (
                  <button
                    key={way}
                    type="submit"
                    name="onDuplicate"
                    value={`${way}:${holder.accountId}`}
                    className={buttonStyle({ size: "small" })}
                  >
                    {labels[way]}
                  </button>
                ),
            )}
          </li>
        ))}
      </ul>
      <p className="text-[13px] text-ink-soft">{labels.shareHelp}</p>
      <button
        type="submit"
        name="onDuplicate"
        value="share"
        className={clsx(buttonStyle({ size: "small" }), "justify-self-start")}
      >
        {labels.share}
      </button>
    </div>
  );
}
