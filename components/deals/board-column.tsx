"use client";

import { ArrowLeftRight } from "lucide-react";
import Link from "next/link";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import { type BoardLabels, type BoardStage, type DealCard, filled } from "./deal-card";
import { MOVE_MENU_ID } from "./move-menu";

type CardProps = {
  card: DealCard;
  labels: BoardLabels;
  canEdit: boolean;
  hintId: string;
  openMenu: (card: DealCard) => void;
  step: (card: DealCard, by: -1 | 1) => void;
};

const DRAG_TYPE = "application/x-favcrm-deal";

function Card({ card, labels, canEdit, hintId, openMenu, step }: CardProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    step(card, event.key === "ArrowLeft" ? -1 : 1);
  };
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(DRAG_TYPE, card.id);
    event.dataTransfer.effectAllowed = "move";
  };
  return (
    <li
      draggable={canEdit}
      onDragStart={onDragStart}
      className={`rounded-md border bg-surface p-2.5 text-[13px] ${canEdit ? "cursor-grab active:cursor-grabbing" : ""}`}
    >
      <div className="flex items-start justify-between gap-1">
        <Link
          href={`/deals/${card.id}`}
          prefetch={false}
          draggable={false}
          translate="no"
          className="min-w-0 font-medium break-words hover:underline"
        >
          {card.name}
        </Link>
        {canEdit && (
          <button
            id={`move-${card.id}`}
            type="button"
            popoverTarget={MOVE_MENU_ID}
            onClick={() => openMenu(card)}
            onKeyDown={onKeyDown}
            aria-label={filled(labels.move, { deal: card.name })}
            aria-describedby={hintId}
            className="grid size-6 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
          >
            <ArrowLeftRight aria-hidden className="size-3.5" />
          </button>
        )}
      </div>
      <p className="text-ink-soft" translate="no">
        {card.customer}
      </p>
      <p className="mt-1 flex flex-wrap justify-between gap-x-2" translate="no">
        <span className="tabular-nums">{card.amount}</span>
        {card.closing && (
          <span className="text-xs text-ink-soft">
            <span className="sr-only">{labels.closing} </span>
            {card.closing}
          </span>
        )}
      </p>
      {card.owner && (
        <p className="truncate text-xs text-ink-soft" translate="no">
          {card.owner}
        </p>
      )}
    </li>
  );
}

type Props = Omit<CardProps, "card"> & { stage: BoardStage; cards: DealCard[]; drop: (dealId: string) => void };

const outcomeTone = { open: "text-ink-soft", won: "text-jade", lost: "text-vermilion" } as const;

/** One stage: its name, how many deals it holds, what they are worth, and the deals. */
export function BoardColumn({ stage, cards, drop, ...rest }: Props) {
  const { labels } = rest;
  const [isOver, setOver] = useState(false);
  const isDeal = (event: DragEvent) => event.dataTransfer.types.includes(DRAG_TYPE);
  const onDragOver = (event: DragEvent) => {
    if (!isDeal(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    drop(event.dataTransfer.getData(DRAG_TYPE));
  };
  const headId = `stage-${stage.id}`;
  return (
    <li
      aria-labelledby={headId}
      onDragOver={onDragOver}
      onDragLeave={(event) => event.currentTarget.contains(event.relatedTarget as Node | null) || setOver(false)}
      onDrop={onDrop}
      className={`flex max-w-72 min-w-56 flex-1 flex-col rounded-lg border p-2 ${isOver ? "border-jade bg-jade-soft" : "bg-sunken"}`}
    >
      <div className="flex items-baseline justify-between gap-2 px-1 pb-2">
        <h2 id={headId} className="min-w-0 truncate text-[13px] font-semibold">
          <span translate="no">{stage.name}</span>
          {stage.outcome !== "open" && (
            <span className={`ml-1.5 text-xs font-medium ${outcomeTone[stage.outcome]}`}>{labels[stage.outcome]}</span>
          )}
        </h2>
        <span className="shrink-0 text-xs text-ink-soft tabular-nums" translate="no">
          {stage.count}
        </span>
      </div>
      <p className="px-1 pb-2 text-xs text-ink-soft tabular-nums" translate="no">
        {stage.amount}
      </p>
      <ul aria-labelledby={headId} className="grid min-h-16 flex-1 content-start gap-2">
        {cards.map((card) => (
          <Card key={card.id} card={card} {...rest} />
        ))}
      </ul>
      {cards.length === 0 && <p className="pb-2 text-center text-xs text-ink-soft">{labels.empty}</p>}
      {stage.moreHref && (
        <Link href={stage.moreHref} prefetch={false} className="px-1 pt-2 text-xs underline underline-offset-2">
          {labels.more}
        </Link>
      )}
    </li>
  );
}
