import { addClosure } from "./add-closure";
import { getOpeningHours } from "./get-opening-hours";
import { importPublicHolidays } from "./import-public-holidays";
import { listClosures } from "./list-closures";
import { removeClosure } from "./remove-closure";
import { removeClosures } from "./remove-closures";
import { setOpeningHours } from "./set-opening-hours";

export const openingHoursOperations = [
  getOpeningHours,
  setOpeningHours,
  listClosures,
  addClosure,
  removeClosure,
  removeClosures,
  importPublicHolidays,
];
