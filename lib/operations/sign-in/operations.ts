import { beginSession } from "./begin-session";
import { requestSignInCode } from "./request-sign-in-code";
import { verifySignInCode } from "./verify-sign-in-code";

export const signInOperations = [requestSignInCode, verifySignInCode, beginSession];
