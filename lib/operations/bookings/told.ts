import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { bookingView } from "./booking";

/** How the customer hears of a change: by mail, by somebody who does a task, or not at all. */
const toldView = z.object({ by: z.enum(["mail", "task", "nobody"]), taskId: z.string().nullable() });
export type Told = z.output<typeof toldView>;

/** A booking that something just happened to; `told` is null when nobody was to be told. */
export const changedBookingView = bookingView.extend({ told: toldView.nullable() });
export type ChangedBooking = z.output<typeof changedBookingView>;

/** How many hear of a change in each way. */
export const toldCounts = z.object({ mail: z.int(), task: z.int(), nobody: z.int() });
export type ToldCounts = z.output<typeof toldCounts>;

export function countTold(told: readonly Told[]): ToldCounts {
  const by = (way: Told["by"]) => told.filter((each) => each.by === way).length;
  return { mail: by("mail"), task: by("task"), nobody: by("nobody") };
}

const COUNTED = {
  mail: (count: number) => `${count} told by mail`,
  task: (count: number) => `a task made to tell ${count} without a mail address`,
  nobody: (count: number) => `${count} with neither mail nor phone told by nobody`,
} as const;

/** How many hear of it and how, for a summary; empty when there was nobody to tell. */
export const countedWords = (counts: ToldCounts) =>
  (["mail", "task", "nobody"] as const)
    .filter((way) => counts[way] > 0)
    .map((way) => COUNTED[way](counts[way]))
    .join(", ");

/** What a summary says of bookings that were cancelled with their class. */
export function cancelledWords(bookingIds: readonly string[], told: ToldCounts): string {
  const words = countedWords(told);
  return `${countOf(bookingIds.length, "booking")} cancelled with it${words && `: ${words}`}`;
}

/** The same of those who were waiting for a class, as a summary adds it. */
export const waitingWords = (counts: ToldCounts) => {
  const words = countedWords(counts);
  return words && `; of those waiting ${words}`;
};

const WORDS = {
  mail: "",
  task: ". No mail address: a task was made to tell them",
  nobody: ". No mail address and no phone: nobody tells them",
} as const;

/** What a summary adds when no mail goes out. */
export const toldWords = (told: Told | null | undefined) => (told ? WORDS[told.by] : "");
