"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { PaletteItem, PaletteLabels } from "./palette";
import { usePeople } from "./use-people";

export type PaletteDialogProps = {
  items: PaletteItem[];
  labels: PaletteLabels;
  /** Whether customers are looked for too. */
  findsPeople: boolean;
  close: () => void;
};
type Tool = { name: string; title: string };

const itemStyle =
  "flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-2 data-[selected=true]:bg-hover data-[selected=true]:text-ink";
const groupStyle =
  "p-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint";

function useTools(): Tool[] {
  const [tools, setTools] = useState<Tool[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    fetch("/api/portal/tools", { signal: stop.signal })
      .then((response) => (response.ok ? response.json() : { tools: [] }))
      .then((body: { tools: Tool[] }) => setTools(body.tools))
      .catch(() => undefined);
    return () => stop.abort();
  }, []);
  return tools;
}

/** The palette itself, in the platform's modal dialog: Escape closes it and focus returns to where it was. */
export function PaletteDialog({ items, labels, findsPeople, close }: PaletteDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const tools = useTools();
  const [search, setSearch] = useState("");
  const people = usePeople(search, findsPeople);
  useEffect(() => dialog.current?.showModal(), []);
  const go = (href: string) => {
    dialog.current?.close();
    router.push(href);
  };
  return (
    <dialog
      ref={dialog}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
      onKeyDown={(event) => event.key === "Escape" && event.currentTarget.close()}
      aria-label={labels.open}
      className="mx-auto mt-[12dvh] w-[min(36rem,calc(100vw-2rem))] rounded-xl p-0 shadow-float"
    >
      <Command label={labels.open} loop>
        <Command.Input
          autoFocus
          value={search}
          onValueChange={setSearch}
          placeholder={labels.placeholder}
          className="w-full rounded-t-xl border-b bg-transparent px-4 py-3 text-[15px] outline-none placeholder:text-ink-faint"
        />
        <Command.List className="max-h-[50dvh] overflow-y-auto text-[13px] text-ink-soft">
          <Command.Empty className="px-4 py-6 text-center">{labels.empty}</Command.Empty>
          {people.length > 0 && (
            // The server has found them already, also by what is not shown here.
            <Command.Group heading={labels.people} forceMount className={groupStyle}>
              {people.map((person) => (
                <Command.Item
                  key={person.href}
                  value={`${person.href} ${person.name} ${person.detail}`}
                  forceMount
                  onSelect={() => go(person.href)}
                  className={itemStyle}
                >
                  <bdi className="min-w-0 flex-1 truncate" translate="no">
                    {person.name}
                  </bdi>
                  <bdi className="max-w-[50%] truncate text-xs text-ink-faint" translate="no">
                    {person.detail}
                  </bdi>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          <Command.Group heading={labels.pages} className={groupStyle}>
            {items.map((item) => (
              <Command.Item
                key={item.href}
                value={`${item.label} ${item.href}`}
                onSelect={() => go(item.href)}
                className={itemStyle}
              >
                <span className="flex-1">{item.label}</span>
                {item.shortcut && (
                  <kbd className="font-sans text-xs text-ink-faint">
                    g {labels.after} {item.shortcut}
                  </kbd>
                )}
              </Command.Item>
            ))}
          </Command.Group>
          {tools.length > 0 && (
            <Command.Group heading={labels.tools} className={groupStyle}>
              {tools.map((tool) => (
                <Command.Item
                  key={tool.name}
                  value={`${tool.name} ${tool.title}`}
                  onSelect={() => go(`/tools/${tool.name}`)}
                  className={itemStyle}
                >
                  <span className="flex-1">{tool.title}</span>
                  <code className="font-mono text-xs text-ink-faint">{tool.name}</code>
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </dialog>
  );
}
