import { getConsent } from "./get-consent";
import { setConsent } from "./set-consent";

export const consentOperations = [getConsent, setConsent];
