import { getWhatsappConnectionStatus } from "./get-whatsapp-connection-status";

export const whatsappOperations = [getWhatsappConnectionStatus];
