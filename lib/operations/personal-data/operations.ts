import { erasePersonalData } from "./erase-personal-data";
import { exportPersonalData } from "./export-personal-data";

export const personalDataOperations = [exportPersonalData, erasePersonalData];
