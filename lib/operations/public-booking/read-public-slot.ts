import "server-only";
import { z } from "zod";
import { issueFormProof } from "@/lib/auth/form-proof";
import { instant } from "@/lib/kernel/fields";
import { toDecimal } from "@/lib/kernel/money";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { heldPlaces } from "../bookings/allocations";
import { addDays, localDate, MINUTE_MS } from "../bookings/local-time";
import { readStart } from "../bookings/start-time";
import { occurrencesBetween } from "../schedules/occurrences";
import { addOnsOf } from "../services/add-on";
import { withPage } from "./enter-page";
import {
  pageField,
  publicAddOnsField,
  publicHoldField,
  publicServiceField,
  publicServiceView,
  publicStaffField,
  publicStartField,
} from "./public-view";
import { publishedService, requirePublished, toPublicService } from "./published";

const MOST_PARTICIPANTS = 10;

export const readPublicSlot = defineSystemOperation({
  name: "read_public_slot",
  title: "Read one time of a booking page",
  description:
    "Shows a visitor what booking one time of a public page means: service, length, price, places left, and the proof that its form must carry.",
  area: "bookings",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    slug: pageField,
    serviceId: publicServiceField,
    start: publicStartField,
    staffId: publicStaffField,
    addOnIds: publicAddOnsField,
    holdId: publicHoldField,
  }),
  output: z.object({
    service: publicServiceView,
    startTime: instant,
    endTime: instant,
    staffName: z.string().nullable(),
    addOns: z.array(z.object({ id: z.string(), name: z.string(), price: z.string() })),
    /** For one participant, add-ons included. */
    price: z.string(),
    mostParticipants: z.int(),
    /** Set for a class; full when nothing remains. */
    occurrenceId: z.string().nullable(),
    remaining: z.int().nullable(),
    formToken: z.string().meta({ secret: true }),
  }),
  renderType: "record",
  summary: ({ service, startTime }) => `${service.name}, ${startTime}`,

  async run(context, { slug, serviceId, start: text, staffId, addOnIds, holdId }) {
    return withPage(context, slug, async (tenant, page) => {
      const { timezone } = page.workspace;
      const service = await publishedService(tenant, page, serviceId);
      requirePublished(service, staffId);
      const start = readStart(text, timezone);
      const addOns = await addOnsOf(tenant, serviceId, addOnIds);
      const date = localDate(start, timezone);
      const around = { from: addDays(date, -1), to: addDays(date, 1), serviceId };
      const dates = service.type === "class" ? await occurrencesBetween(tenant, around) : [];
      const lesson = dates.find((each) => each.start === start);
      // A place that this visitor holds is theirs to book.
      const own = lesson && holdId ? await heldPlaces(tenant, lesson.id, holdId) : 0;
      const remaining = lesson ? Math.max(0, lesson.capacity - lesson.taken + own) : null;
      const minutes = addOns.reduce((sum, addOn) => sum + addOn.durationMinutes, service.durationMinutes);
      const view = toPublicService(service);
      return {
        service: view,
        startTime: new Date(start).toISOString(),
        endTime: new Date(lesson?.end ?? start + minutes * MINUTE_MS).toISOString(),
        staffName: view.staff.find(({ id }) => id === staffId)?.name ?? null,
        addOns: addOns.map(({ id, name, priceMinor }) => ({
          id,
          name,
          price: toDecimal(priceMinor, service.currency),
        })),
        price: toDecimal(
          addOns.reduce((sum, addOn) => sum + addOn.priceMinor, service.priceMinor),
          service.currency,
        ),
        mostParticipants: Math.min(MOST_PARTICIPANTS, Math.max(1, remaining || service.capacity)),
        occurrenceId: lesson?.id ?? null,
        remaining,
        formToken: issueFormProof(page.slug),
      };
    });
  },
});
