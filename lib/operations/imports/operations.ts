import { exportAccounts } from "./export-accounts";
import { importAccounts } from "./import-accounts";
import { undoImport } from "./undo-import";

export const importOperations = [importAccounts, undoImport, exportAccounts];
