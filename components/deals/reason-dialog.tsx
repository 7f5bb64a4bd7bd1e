"use client";

import { useEffect, useRef } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { controlStyle } from "@/components/ui/control-style";
import { type BoardLabels, type BoardStage, type DealCard, filled } from "./deal-card";

type Props = {
  card: DealCard;
  stage: BoardStage;
  labels: BoardLabels;
  confirm: (reason: string) => void;
  close: () => void;
};

/** Asks why a deal was won or lost before it is closed. The platform's modal dialog: Escape leaves it open as it was. */
export function ReasonDialog({ card, stage, labels, confirm, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  const end = stage.outcome === "won" ? "won" : "lost";
  return (
    <dialog
      ref={dialog}
      onClose={close}
      aria-labelledby="reason-title"
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-xl p-5 shadow-float"
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          confirm(String(new FormData(event.currentTarget).get("reason") ?? "").trim());
        }}
      >
        <h2 id="reason-title" className="text-[15px] font-semibold">
          {filled(labels.reasonTitle[end], { deal: card.name })}
        </h2>
        <label className="grid gap-1.5 text-[13px]">
          <span className="font-medium">{labels.reason}</span>
          <textarea name="reason" rows={3} maxLength={2_000} className={`${controlStyle} w-full py-2`} />
          <span className="text-ink-soft">{labels.reasonHelp}</span>
        </label>
        <div className="flex justify-end gap-2">
          <button type="button" onClick={() => dialog.current?.close()} className={buttonStyle({ tone: "quiet" })}>
            {labels.cancel}
          </button>
          <button type="submit" className={buttonStyle({ tone: "primary" })}>
            {labels.confirm[end]}
          </button>
        </div>
      </form>
    </dialog>
  );
}
