import { beginExport } from "./begin-export";
import { changeOwner } from "./change-owner";
import { deleteOrganisation } from "./delete-organisation";
import { exportRecords } from "./export-records";
import { restoreOrganisation } from "./restore-organisation";

export const dangerOperations = [beginExport, exportRecords, changeOwner, deleteOrganisation, restoreOrganisation];
