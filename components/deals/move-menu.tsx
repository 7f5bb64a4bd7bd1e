"use client";

import { type KeyboardEvent, useRef } from "react";
import { type BoardLabels, type BoardStage, type DealCard, filled } from "./deal-card";

export const MOVE_MENU_ID = "deal-move";

type Props = {
  stages: BoardStage[];
  card: DealCard | undefined;
  labels: BoardLabels;
  choose: (stage: BoardStage) => void;
};

/** The stages a deal can go to; one popover for the whole board, beside the button that opened it. */
export function MoveMenu({ stages, card, labels, choose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const buttons = () => [...(menu.current?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = buttons();
    const place = all.findIndex((button) => button === document.activeElement);
    all[(place + step + all.length) % all.length]?.focus();
  };
  return (
    <div
      ref={menu}
      id={MOVE_MENU_ID}
      popover="auto"
      onToggle={(event) => event.newState === "open" && buttons()[0]?.focus()}
      className="menu menu-below-end min-w-48 rounded-lg p-1 text-[13px] shadow-float"
    >
      <p className="max-w-64 truncate px-2.5 pt-1.5 pb-1 text-xs text-ink-soft">
        {card && filled(labels.moveTitle, { deal: card.name })}
      </p>
      <ul aria-label={card && filled(labels.moveTitle, { deal: card.name })}>
        {stages.map((stage) => (
          <li key={stage.id}>
            <button
              type="button"
              disabled={stage.id === card?.stageId}
              onKeyDown={onKeyDown}
              onClick={() => {
                menu.current?.hidePopover();
                choose(stage);
              }}
              className="flex w-full items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-hover disabled:text-ink-faint"
            >
              <span className="flex-1" translate="no">
                {stage.name}
              </span>
              {stage.id === card?.stageId && <span className="text-xs">{labels.here}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
