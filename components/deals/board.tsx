"use client";

import { useEffect, useId, useOptimistic, useRef, useState, useTransition } from "react";
import { type FormAction, idle } from "@/components/ui/form-state";
import { BoardColumn } from "./board-column";
import { type BoardLabels, type BoardStage, type DealCard, filled, type Move, moved, stageBeside } from "./deal-card";
import { MoveMenu } from "./move-menu";
import { ReasonDialog } from "./reason-dialog";

type Props = {
  stages: BoardStage[];
  cards: DealCard[];
  labels: BoardLabels;
  canEdit: boolean;
  /** Its result is the version that the deal has after the move. */
  move: FormAction;
};

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

/** Deals in the columns of their stages: drag one, or move it with the keys or the menu of its Move button. */
export function Board({ stages, cards, labels, canEdit, move }: Props) {
  const [shown, showMoved] = useOptimistic<DealCard[], Move>(cards, moved);
  const [isPending, startTransition] = useTransition();
  const [announcement, announce] = useState("");
  const [menuFor, setMenuFor] = useState<DealCard>();
  const [closing, setClosing] = useState<{ card: DealCard; stage: BoardStage }>();
  const focusOn = useRef<string>(undefined);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const versions = useRef(new Map<string, number>());
  const hintId = useId();

  // A card that changes its column is a new element: the focus goes with it.
  useEffect(() => {
    if (!focusOn.current) return;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost) document.getElementById(`move-${focusOn.current}`)?.focus();
  });

  // One after the other: who presses an arrow twice means the deal as the first press left it.
  const send = (card: DealCard, stage: BoardStage, reason: string) => {
    const turn = queue.current.then(() => {
      const version = Math.max(card.version, versions.current.get(card.id) ?? 0);
      return move(idle, formOf({ dealId: card.id, stage: stage.id, expectedVersion: String(version), reason }));
    });
    queue.current = turn.catch(() => undefined);
    return turn;
  };

  const commit = (card: DealCard, stage: BoardStage, reason = "") => {
    startTransition(async () => {
      showMoved({ dealId: card.id, stageId: stage.id });
      const state = await send(card, stage, reason);
      if (typeof state.result === "number") versions.current.set(card.id, state.result);
      const refusal = [state.message, state.hint].filter(Boolean).join(" ");
      announce(state.status === "error" ? refusal : filled(labels.moved, { deal: card.name, stage: stage.name }));
    });
  };

  const ask = (card: DealCard, stage: BoardStage | undefined, byKeyboard = false) => {
    if (!stage) return announce(labels.atEnd);
    if (stage.id === card.stageId) return;
    focusOn.current = byKeyboard ? card.id : undefined;
    if (stage.outcome === "open") commit(card, stage);
    else setClosing({ card, stage });
  };

  return (
    <div className="grid gap-2">
      {canEdit && (
        <p id={hintId} className="text-[13px] text-ink-soft">
          {labels.hint}
        </p>
      )}
      <p role="status" aria-live="polite" className={announcement ? "text-[13px]" : "sr-only"}>
        {announcement}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label={labels.board} tabIndex={0} className="relative overflow-x-auto pb-3" aria-busy={isPending}>
        <ol className="flex items-stretch gap-3">
          {stages.map((stage) => (
            <BoardColumn
              key={stage.id}
              {...{ stage, labels, canEdit, hintId }}
              cards={shown.filter((card) => card.stageId === stage.id)}
              drop={(dealId) => {
                const card = shown.find(({ id }) => id === dealId);
                if (card) ask(card, stage);
              }}
              openMenu={setMenuFor}
              step={(card, by) => ask(card, stageBeside(stages, card.stageId, by), true)}
            />
          ))}
        </ol>
      </section>
      {canEdit && (
        <MoveMenu
          {...{ stages, labels }}
          card={menuFor}
          choose={(stage) => menuFor && ask(shown.find(({ id }) => id === menuFor.id) ?? menuFor, stage, true)}
        />
      )}
      {closing && (
        <ReasonDialog
          {...closing}
          labels={labels}
          close={() => setClosing(undefined)}
          confirm={(reason) => {
            setClosing(undefined);
            commit(closing.card, closing.stage, reason);
          }}
        />
      )}
    </div>
  );
}
