import { useTranslations } from "next-intl";
import type { BoardLabels } from "./deal-card";

/** The board's words in the reader's language; what stands in braces is filled in by the browser. */
export function useBoardLabels(): BoardLabels {
  const t = useTranslations("deals.board");
  const common = useTranslations("common");
  const raw = (key: "move" | "moveTitle" | "moved" | "reasonWon" | "reasonLost") => t.raw(key) as string;
  return {
    board: t("board"),
    hint: t("hint"),
    move: raw("move"),
    moveTitle: raw("moveTitle"),
    here: t("here"),
    more: t("more"),
    empty: t("empty"),
    moved: raw("moved"),
    atEnd: t("atEnd"),
    closing: t("closing"),
    won: t("won"),
    lost: t("lost"),
    reason: t("reason"),
    reasonHelp: t("reasonHelp"),
    reasonTitle: { won: raw("reasonWon"), lost: raw("reasonLost") },
    confirm: { won: t("confirmWon"), lost: t("confirmLost") },
    cancel: common("cancel"),
  };
}
