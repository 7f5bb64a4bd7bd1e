"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ComponentType, useCallback, useEffect, useState } from "react";
import type { PaletteDialogProps } from "./palette-dialog";

export type PaletteItem = { label: string; href: string; shortcut?: string };
export type PaletteLabels = {
  open: string;
  placeholder: string;
  pages: string;
  tools: string;
  people: string;
  empty: string;
  after: string;
};
type Props = { items: PaletteItem[]; labels: PaletteLabels; findsPeople: boolean };

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable=true]");
}

/** Go anywhere, find any customer, run any tool: ⌘K, Ctrl K or /. The letters after g go straight to a page. The list loads on first use. */
export function Palette({ items, labels, findsPeople }: Props) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [Dialog, setDialog] = useState<ComponentType<PaletteDialogProps>>();
  const open = useCallback(async () => {
    const loaded = await import("./palette-dialog");
    setDialog(() => loaded.PaletteDialog);
    setOpen(true);
  }, []);

  useEffect(() => {
    let isAfterG = false;
    const onKey = (event: KeyboardEvent) => {
      const isCommandK = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k";
      if (!isCommandK && (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey)) return;
      const destination = isAfterG ? items.find((item) => item.shortcut === event.key) : undefined;
      isAfterG = event.key === "g";
      if (isCommandK || event.key === "/" || event.key === "?") {
        event.preventDefault();
        void open();
      } else if (destination) {
        router.push(destination.href);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [items, open, router]);

  return (
    <>
      <button
        type="button"
        onClick={open}
        className="flex h-8 items-center gap-2 rounded-md border bg-surface px-2.5 text-[13px] text-ink-soft hover:bg-hover lg:w-64"
      >
        <Search aria-hidden className="size-4" />
        <span className="sr-only lg:not-sr-only">{labels.open}</span>
        <kbd translate="no" className="ml-auto hidden font-sans text-xs text-ink-faint lg:inline">
          ⌘K
        </kbd>
      </button>
      {Dialog && isOpen && <Dialog {...{ items, labels, findsPeople }} close={() => setOpen(false)} />}
    </>
  );
}
