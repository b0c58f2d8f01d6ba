const SECRET_NAME = /pass(word|wd|phrase)?|secret|token|credential|apikey|privatekey|authorization|jaas/i
/** Too short to be found within other words. */
const SECRET_WORD = /(?:^|[._-])(?:key|tok|pwd|pw|creds?)(?:$|[._-])/i
/** Where a secret is, is none. */
const PLACE_NAME = /[._](?:file|path|dir|url|location)$/i

/** Whether what a variable, a header or a setting of this name holds is secret. */
export const isSecretName = (name: string): boolean =>
  (SECRET_NAME.test(name) || SECRET_WORD.test(name)) && !PLACE_NAME.test(name)
