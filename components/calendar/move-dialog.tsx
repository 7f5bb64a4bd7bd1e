"use client";

import { type FormEvent, useEffect, useRef } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { controlStyle } from "@/components/ui/control-style";
import type { CalendarEvent, Column, MoveAnswer } from "./event";
import { fill, type GridWords, spokenTime, wallClock } from "./words";

/** A move that somebody asked for and that nobody confirmed yet. */
export type Proposal = {
  event: CalendarEvent;
  column: Column;
  at: number;
  refusal?: Extract<MoveAnswer, { ok: false }>;
};

export type Confirmed = {
  start: string;
  /** When the local time was typed, its instant is the server's to find. */
  at: number | null;
  notifyCustomer: boolean;
  applyTo: "this" | "following" | "all";
  staffId?: string;
};

type Props = {
  proposal: Proposal;
  words: GridWords;
  locale: string;
  timezone: string;
  confirm: (confirmed: Confirmed) => void;
  close: () => void;
};

function Refusal({
  refusal,
  words,
  take,
}: {
  refusal: Extract<MoveAnswer, { ok: false }>;
  words: GridWords;
  take: (start: string, staffId?: string) => void;
}) {
  return (
    <div
      role="alert"
      className="grid gap-2 rounded-md border border-vermilion/30 bg-vermilion-soft px-3 py-2.5 text-[13px]"
    >
      <p className="font-medium">{words.refused}</p>
      <p>{refusal.message}</p>
      <p className="text-ink-soft">{refusal.hint}</p>
      {refusal.alternatives.length > 0 && (
        <>
          <p id="nearest-times" className="font-medium">
            {words.nearest}
          </p>
          <ul aria-labelledby="nearest-times" className="flex flex-wrap gap-1.5">
            {refusal.alternatives.map(({ start, label, staffId }) => (
              <li key={`${start} ${staffId ?? ""}`} translate="no">
                <button type="button" className={buttonStyle({ size: "small" })} onClick={() => take(start, staffId)}>
                  {label}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Asks before anything moves, and again with the reason and the nearest free times when it was refused. */
export function MoveDialog({ proposal, words, locale, timezone, confirm, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { event, column, at, refusal } = proposal;
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const local = wallClock(at, timezone);
  const isClass = event.kind === "class";
  const read = (form: FormData) => ({
    notifyCustomer: form.get("notify") === "on",
    applyTo: (form.get("applyTo") ?? "this") as Confirmed["applyTo"],
  });
  const submit = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault();
    const form = new FormData(submitted.currentTarget);
    const typed = isClass ? `${local.slice(0, 11)}${form.get("start")}` : String(form.get("start"));
    const isTyped = typed !== local;
    confirm({ ...read(form), start: isTyped ? typed : new Date(at).toISOString(), at: isTyped ? null : at });
  };
  const take = (start: string, staffId?: string) => {
    const form = dialog.current?.querySelector("form");
    confirm({
      ...read(new FormData(form ?? undefined)),
      start,
      at: Date.parse(start),
      ...(staffId ? { staffId } : {}),
    });
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby="move-title"
      onCancel={close}
      className="m-auto w-[min(28rem,calc(100vw-2rem))] rounded-lg p-0 shadow-float"
    >
      <form method="dialog" onSubmit={submit} className="grid gap-4 p-5 text-sm">
        <h2 id="move-title" className="text-[15px] font-semibold" translate="no">
          {fill(words.dialog, { title: event.title, time: spokenTime(at, locale, timezone), who: column.label })}
        </h2>
        {refusal && <Refusal refusal={refusal} words={words} take={take} />}
        <div className="grid gap-1.5">
          <label htmlFor="move-start" className="text-[13px] font-medium">
            {isClass ? words.newTime : words.newStart}
          </label>
          <input
            id="move-start"
            name="start"
            type={isClass ? "time" : "datetime-local"}
            required
            step={300}
            defaultValue={isClass ? local.slice(11) : local}
            className={`${controlStyle} h-9 w-full`}
          />
        </div>
        {isClass && (
          <fieldset className="grid gap-1.5">
            <legend className="mb-1.5 text-[13px] font-medium">{words.applyTo}</legend>
            {(["this", "following", "all"] as const).map((choice) => (
              <label key={choice} className="flex gap-2.5">
                <input
                  type="radio"
                  name="applyTo"
                  value={choice}
                  defaultChecked={choice === "this"}
                  className="accent-jade"
                />
                {words[choice]}
              </label>
            ))}
          </fieldset>
        )}
        <label className="flex gap-2.5">
          <input type="checkbox" name="notify" defaultChecked className="mt-0.5 size-4 accent-jade" />
          {words.notify}
        </label>
        <div className="flex justify-end gap-2">
          <button type="button" className={buttonStyle({ tone: "plain" })} onClick={close}>
            {words.cancel}
          </button>
          <button type="submit" className={buttonStyle({ tone: "primary" })}>
            {words.move}
          </button>
        </div>
      </form>
    </dialog>
  );
}
