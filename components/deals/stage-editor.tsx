"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useFormState } from "@/components/ui/action-form";
import { buttonStyle } from "@/components/ui/button-style";
import { controlStyle } from "@/components/ui/control-style";

export type StageDraft = { id: string; name: string; probability: string; outcome: "open" | "won" | "lost" };
type StageRow = StageDraft & { key: string };

export type StageEditorLabels = {
  stages: string;
  help: string;
  name: string;
  probability: string;
  outcome: string;
  open: string;
  won: string;
  lost: string;
  up: string;
  down: string;
  remove: string;
  add: string;
};

const iconButton = buttonStyle({ tone: "quiet", size: "icon" });

/** The stages of a pipeline in order. Posts stageId, stageName, stageProbability and stageOutcome once a row; empty names are left out. */
export function StageEditor({ stages, labels }: { stages: StageDraft[]; labels: StageEditorLabels }) {
  const helpId = useId();
  const { fields } = useFormState();
  const counter = useRef(stages.length);
  const list = useRef<HTMLOListElement>(null);
  const [rows, setRows] = useState<StageRow[]>(() => stages.map((stage, index) => ({ ...stage, key: String(index) })));

  const change = (key: string, values: Partial<StageDraft>) =>
    setRows((old) => old.map((row) => (row.key === key ? { ...row, ...values } : row)));
  const swap = (place: number, by: -1 | 1) =>
    setRows((old) => {
      const next = [...old];
      const [row] = next.splice(place, 1);
      if (row) next.splice(place + by, 0, row);
      return next;
    });
  const add = () => {
    counter.current += 1;
    setRows((old) => [...old, { key: String(counter.current), id: "", name: "", probability: "50", outcome: "open" }]);
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>("li:last-child [name=stageName]")?.focus(),
    );
  };

  return (
    <fieldset className="grid gap-2" aria-describedby={helpId}>
      <legend className="text-[13px] font-medium">{labels.stages}</legend>
      <p id={helpId} className="text-[13px] text-ink-soft">
        {labels.help}
      </p>
      {fields?.stages && (
        <p role="alert" tabIndex={-1} className="text-[13px] text-vermilion">
          {fields.stages}
        </p>
      )}
      <ol ref={list} className="grid gap-2">
        {rows.map((row, place) => (
          <li
            key={row.key}
            className="flex flex-wrap items-center gap-1.5 rounded-md border bg-sunken p-1.5 sm:flex-nowrap"
          >
            <input type="hidden" name="stageId" value={row.id} />
            <input
              name="stageName"
              aria-label={labels.name}
              value={row.name}
              onChange={(event) => change(row.key, { name: event.target.value })}
              maxLength={80}
              className={`${controlStyle} h-8 min-w-32 flex-1 text-[13px]`}
            />
            <label className="flex items-center gap-1 text-xs text-ink-soft">
              <span className="sr-only">{labels.probability}</span>
              <input
                name="stageProbability"
                type="number"
                min={0}
                max={100}
                value={row.probability}
                onChange={(event) => change(row.key, { probability: event.target.value })}
                className={`${controlStyle} h-8 w-20 text-[13px]`}
              />
              <span aria-hidden>%</span>
            </label>
            <input type="hidden" name="stageOutcome" value={row.outcome} />
            {/* Of no form: when a form was sent, the browser puts its selects back, and React does not notice. */}
            <select
              form="none"
              aria-label={labels.outcome}
              value={row.outcome}
              onChange={(event) => change(row.key, { outcome: event.target.value as StageDraft["outcome"] })}
              className={`${controlStyle} h-8 px-2 text-[13px]`}
            >
              {(["open", "won", "lost"] as const).map((outcome) => (
                <option key={outcome} value={outcome}>
                  {labels[outcome]}
                </option>
              ))}
            </select>
            <span className="flex">
              <button
                type="button"
                disabled={place === 0}
                onClick={() => swap(place, -1)}
                aria-label={`${labels.up}: ${row.name}`}
                className={iconButton}
              >
                <ArrowUp aria-hidden />
              </button>
              <button
                type="button"
                disabled={place === rows.length - 1}
                onClick={() => swap(place, 1)}
                aria-label={`${labels.down}: ${row.name}`}
                className={iconButton}
              >
                <ArrowDown aria-hidden />
              </button>
              <button
                type="button"
                onClick={() => setRows((old) => old.filter(({ key }) => key !== row.key))}
                aria-label={`${labels.remove}: ${row.name}`}
                className={iconButton}
              >
                <Trash2 aria-hidden />
              </button>
            </span>
          </li>
        ))}
      </ol>
      <div>
        <button type="button" onClick={add} className={buttonStyle({ size: "small" })}>
          <Plus aria-hidden />
          {labels.add}
        </button>
      </div>
    </fieldset>
  );
}
