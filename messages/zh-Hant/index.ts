import type en from "../en";
import activity from "./activity.json" with { type: "json" };
import auth from "./auth.json" with { type: "json" };
import book from "./book.json" with { type: "json" };
import booking from "./booking.json" with { type: "json" };
import bookingRules from "./booking-rules.json" with { type: "json" };
import bookings from "./bookings.json" with { type: "json" };
import calendar from "./calendar.json" with { type: "json" };
import common from "./common.json" with { type: "json" };
import customers from "./customers.json" with { type: "json" };
import deals from "./deals.json" with { type: "json" };
import docs from "./docs.json" with { type: "json" };
import errors from "./errors.json" with { type: "json" };
import form from "./form.json" with { type: "json" };
import home from "./home.json" with { type: "json" };
import hours from "./hours.json" with { type: "json" };
import imports from "./imports.json" with { type: "json" };
import keys from "./keys.json" with { type: "json" };
import landing from "./landing.json" with { type: "json" };
import leaks from "./leaks.json" with { type: "json" };
import outbox from "./outbox.json" with { type: "json" };
import pair from "./pair.json" with { type: "json" };
import refusals from "./refusals.json" with { type: "json" };
import resources from "./resources.json" with { type: "json" };
import segments from "./segments.json" with { type: "json" };
import services from "./services.json" with { type: "json" };
import settings from "./settings.json" with { type: "json" };
import shell from "./shell.json" with { type: "json" };
import staff from "./staff.json" with { type: "json" };
import tasks from "./tasks.json" with { type: "json" };
import team from "./team.json" with { type: "json" };
import today from "./today.json" with { type: "json" };
import tools from "./tools.json" with { type: "json" };

// The type demands every key that English has.
const messages: typeof en = {
  activity,
  auth,
  book,
  booking,
  bookings,
  bookingRules,
  calendar,
  common,
  customers,
  deals,
  docs,
  errors,
  form,
  home,
  hours,
  imports,
  keys,
  landing,
  leaks,
  outbox,
  pair,
  refusals,
  resources,
  services,
  segments,
  ...settings,
  shell,
  staff,
  tasks,
  team,
  today,
  tools,
};
export default messages;
