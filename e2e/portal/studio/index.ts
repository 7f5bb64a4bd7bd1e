import { addBookings } from "./bookings";
import { addCustomers, addImport, addSegment, describeCustomer } from "./customers";
import { handWith, type Place } from "./hand";
import { addDeals, addTasks, addViews } from "./work";

/**
 * Fills a workspace with the records of a yoga studio, a text in every field that an agent or a customer can write. `say` may
 * change each text; what the studio is stays the same. Answers the pages of the records and what they show.
 */
export async function fillStudio(key: string, say: (text: string) => string = (text) => text): Promise<Place[]> {
  const hand = handWith(key, say);
  const customers = await addCustomers(hand);
  return [
    ...(await describeCustomer(hand, customers)),
    ...(await addSegment(hand)),
    ...(await addDeals(hand, customers)),
    ...(await addTasks(hand, customers)),
    ...(await addImport(hand)),
    ...(await addBookings(hand, customers)),
    ...(await addViews(hand)),
  ];
}
