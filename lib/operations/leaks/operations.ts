import { findLeakedKeys } from "./find-leaked-keys";
import { getKeyFromMail } from "./get-key-from-mail";
import { reportLeakedKey } from "./report-leaked-key";
import { revokeKeyFromMail } from "./revoke-key-from-mail";
import { revokeLeakedKey } from "./revoke-leaked-key";

export const leakOperations = [reportLeakedKey, getKeyFromMail, revokeKeyFromMail, findLeakedKeys, revokeLeakedKey];
