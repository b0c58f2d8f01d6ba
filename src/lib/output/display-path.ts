import {isAbsolute, relative} from 'node:path'
import {printable} from './format.js'

/** A path as a reader would type it here: what lies below the current folder is relative. Other words stay. */
export function displayPath(text: string, cwd = process.cwd()): string {
  if (!isAbsolute(text)) return printable(text)
  const below = relative(cwd, text)
  return printable(below === '' || below.startsWith('..') || isAbsolute(below) ? text : below)
}
