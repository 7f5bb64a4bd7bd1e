/** How long a deleted organisation waits before its data is gone for good. */
export const RESTORABLE_DAYS = 30;
