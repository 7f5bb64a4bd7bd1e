"use client";

import { useState } from "react";

export type ScopeArea = { area: string; label: string; actions: string[] };
type Labels = { all: string; readOnly: string; none: string; action: Record<string, string> };

/** Access by area. Plain checkboxes named `scopes`; the buttons above tick many at once. */
export function ScopePicker({ areas, labels }: { areas: ScopeArea[]; labels: Labels }) {
  const every = areas.flatMap(({ area, actions }) => actions.map((action) => `${area}:${action}`));
  const [chosen, setChosen] = useState(() => new Set(every));
  const toggle = (scope: string) => {
    const next = new Set(chosen);
    if (!next.delete(scope)) next.add(scope);
    setChosen(next);
  };
  const presets = [
    { label: labels.all, scopes: every },
    { label: labels.readOnly, scopes: every.filter((scope) => scope.endsWith(":read")) },
    { label: labels.none, scopes: [] },
  ];
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        {presets.map((preset) => (
          <button
            key={preset.label}
            type="button"
            onClick={() => setChosen(new Set(preset.scopes))}
            className="rounded border bg-surface px-2 py-0.5 text-[13px] hover:bg-hover"
          >
            {preset.label}
          </button>
        ))}
      </div>
      <div className="divide-y rounded-md border">
        {areas.map(({ area, label, actions }) => (
          <fieldset
            key={area}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5 text-[13px]"
          >
            <legend className="float-left">{label}</legend>
            <div className="flex gap-4">
              {actions.map((action) => {
                const scope = `${area}:${action}`;
                return (
                  <label key={action} className="flex items-center gap-1.5">
                    <input
                      type="checkbox"
                      name="scopes"
                      value={scope}
                      checked={chosen.has(scope)}
                      onChange={() => toggle(scope)}
                      className="size-4 accent-jade"
                    />
                    {labels.action[action] ?? action}
                  </label>
                );
              })}
            </div>
          </fieldset>
        ))}
      </div>
    </div>
  );
}
