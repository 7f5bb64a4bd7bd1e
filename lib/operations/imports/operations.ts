import { cancelImport } from "./cancel-import";
import { createImportUpload } from "./create-import-upload";
import { deleteImportUpload } from "./delete-import-upload";
import { exportAccounts } from "./export-accounts";
import { exportImportProblems } from "./export-import-problems";
import { getImport } from "./get-import";
import { importAccounts } from "./import-accounts";
import { listImports } from "./list-imports";
import { openImportUpload } from "./open-import-upload";
import { previewImport } from "./preview-import";
import { undoImport } from "./undo-import";

export const importOperations = [
  createImportUpload,
  openImportUpload,
  deleteImportUpload,
  previewImport,
  importAccounts,
  getImport,
  listImports,
  cancelImport,
  undoImport,
  exportImportProblems,
  exportAccounts,
];
