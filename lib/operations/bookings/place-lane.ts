import type { Lane } from "@/lib/kernel/lane";

interface PlaceWish {
  serviceId: string;
  start: string;
  staffId?: string | undefined;
  resourceId?: string | undefined;
  participants?: number;
  addOnIds?: readonly string[];
  holdId?: string | undefined;
  walkIn?: boolean;
}

/** Whoever wants the same time of the same service lines up; one refusal for a taken place answers all who stand there. */
export const placeLane: Lane<PlaceWish> = {
  of: ({ serviceId, start, staffId, resourceId, participants = 1, addOnIds = [], walkIn = false }) =>
    JSON.stringify(["place", serviceId, start, staffId, resourceId, participants, addOnIds, walkIn]),
  answersAll: ({ code }) => code === "slot_taken" || code === "class_full",
  // A hold frees its own time, so what was taken for the others is not for its holder.
  takesAnswer: ({ holdId }) => holdId === undefined,
};
