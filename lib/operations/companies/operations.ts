import { archiveCompany } from "./archive-company";
import { createCompany } from "./create-company";
import { renameCompany } from "./rename-company";
import { restoreCompany } from "./restore-company";

export const companyOperations = [createCompany, renameCompany, archiveCompany, restoreCompany];
