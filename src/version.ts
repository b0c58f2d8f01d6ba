/** Set by the build. */
declare const KBOOK_VERSION: string | undefined

/** Of this program, as package.json has it; `source` where it runs unbuilt. */
export const VERSION: string = typeof KBOOK_VERSION === 'string' ? KBOOK_VERSION : 'source'
