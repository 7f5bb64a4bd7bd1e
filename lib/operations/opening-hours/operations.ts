import { setOpeningHours } from "./set-opening-hours";

export const openingHoursOperations = [setOpeningHours];
