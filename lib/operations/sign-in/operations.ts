import { beginSession } from "./begin-session";
import { confirmWithCode } from "./confirm-with-code";
import { requestConfirmationCode } from "./request-confirmation-code";
import { requestSignInCode } from "./request-sign-in-code";
import { verifySignInCode } from "./verify-sign-in-code";

export const signInOperations = [
  requestSignInCode,
  verifySignInCode,
  beginSession,
  requestConfirmationCode,
  confirmWithCode,
];
