import { confirmKeysReviewed } from "./confirm-keys-reviewed";
import { createApiKey } from "./create-api-key";
import { getApiKey } from "./get-api-key";
import { listApiKeys } from "./list-api-keys";
import { listKeyUsage } from "./list-key-usage";
import { previewKeyRevocation } from "./preview-key-revocation";
import { renameApiKey } from "./rename-api-key";
import { revokeApiKey } from "./revoke-api-key";
import { rotateApiKey } from "./rotate-api-key";

export const keyOperations = [
  listApiKeys,
  createApiKey,
  rotateApiKey,
  revokeApiKey,
  previewKeyRevocation,
  getApiKey,
  renameApiKey,
  listKeyUsage,
  confirmKeysReviewed,
];
