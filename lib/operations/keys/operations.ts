import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";
import { revokeApiKey } from "./revoke-api-key";
import { rotateApiKey } from "./rotate-api-key";

export const keyOperations = [listApiKeys, createApiKey, rotateApiKey, revokeApiKey];
