"use client";

import { Tabs as Primitive } from "radix-ui";
import type { ReactNode } from "react";

export type Tab = { id: string; label: string; content: ReactNode };

/** One of several panels at a time (named after products, which nobody translates), chosen by a row of tabs (arrow keys move between them). */
export function Tabs({ tabs, label }: { tabs: Tab[]; label: string }) {
  return (
    <Primitive.Root defaultValue={tabs[0]?.id}>
      <Primitive.List aria-label={label} className="flex gap-1 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.id}
            value={tab.id}
            translate="no"
            className="-mb-px border-b-2 border-transparent px-2.5 py-1.5 text-[13px] whitespace-nowrap text-ink-soft hover:text-ink data-[state=active]:border-jade data-[state=active]:text-ink"
          >
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.id} value={tab.id} className="pt-3">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
