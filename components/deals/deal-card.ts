/** A deal as the board shows it; texts are in the reader's language already. */
export type DealCard = {
  id: string;
  name: string;
  stageId: string;
  version: number;
  amount: string | null;
  customer: string | null;
  closing: string | null;
  owner: string | null;
};

export type BoardStage = {
  id: string;
  name: string;
  outcome: "open" | "won" | "lost";
  count: string;
  amount: string;
  /** Where the rest of a stage is, when it holds more than the board shows. */
  moreHref: string | null;
};

/** Every word of the board. Braces are filled in by the browser. */
export type BoardLabels = {
  board: string;
  hint: string;
  move: string;
  moveTitle: string;
  here: string;
  more: string;
  empty: string;
  moved: string;
  atEnd: string;
  closing: string;
  won: string;
  lost: string;
  reason: string;
  reasonHelp: string;
  reasonTitle: { won: string; lost: string };
  confirm: { won: string; lost: string };
  cancel: string;
};

export type Move = { dealId: string; stageId: string };

/** The cards with one of them in another stage, each stage still newest first. */
export function moved(cards: readonly DealCard[], { dealId, stageId }: Move): DealCard[] {
  return cards.map((card) => (card.id === dealId ? { ...card, stageId } : card));
}

/** The stage beside another one in the order of the board; undefined at its ends. */
export function stageBeside(stages: readonly BoardStage[], stageId: string, step: -1 | 1): BoardStage | undefined {
  const place = stages.findIndex(({ id }) => id === stageId);
  return place === -1 ? undefined : stages[place + step];
}

/** A message with its `{names}` filled in, where the browser has no catalogue of messages. */
export function filled(message: string, values: Record<string, string>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
