declare const __VERSION__: string;

/** The version of this command, set when it is bundled. */
export const VERSION: string = __VERSION__;
