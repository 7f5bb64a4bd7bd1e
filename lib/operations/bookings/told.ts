import { z } from "zod";
import { bookingView } from "./booking";

/** How the customer hears of a change: by mail, by somebody who does a task, or not at all. */
const toldView = z.object({ by: z.enum(["mail", "task", "nobody"]), taskId: z.string().nullable() });
export type Told = z.output<typeof toldView>;

/** A booking that something just happened to; `told` is null when nobody was to be told. */
export const changedBookingView = bookingView.extend({ told: toldView.nullable() });
export type ChangedBooking = z.output<typeof changedBookingView>;

const WORDS = {
  mail: "",
  task: ". No mail address: a task was made to tell them",
  nobody: ". No mail address and no phone: nobody tells them",
} as const;

/** What a summary adds when no mail goes out. */
export const toldWords = (told: Told | null | undefined) => (told ? WORDS[told.by] : "");
