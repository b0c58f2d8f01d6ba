import {printable} from './format.js'

/** A value as one word of a POSIX shell, so that a printed command can be pasted as it is. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", `'\\''`)}'`
