import {Chalk, chalkStderr, default as chalkStdout, type ChalkInstance} from 'chalk'

const off = new Chalk({level: 0})
// https://no-color.org: any non-empty value means no colour. chalk itself does not look at it.
const colourWanted = (): boolean => !process.env['NO_COLOR'] && !process.argv.includes('--no-color')

/** Colours for what goes to stdout. Colour never carries a meaning alone: a sign stands beside it. */
export const paint = (): ChalkInstance => (colourWanted() ? chalkStdout : off)

/** Colours for what goes to stderr. */
export const paintStderr = (): ChalkInstance => (colourWanted() ? chalkStderr : off)

/** Columns that a line may take: the terminal's width, or no limit but a readable one when piped. */
export function outputWidth(stream: NodeJS.WriteStream = process.stdout): number {
  const fromEnvironment = Number(process.env['COLUMNS'])
  if (stream.isTTY && stream.columns > 0) return stream.columns
  return Number.isInteger(fromEnvironment) && fromEnvironment >= 40 ? fromEnvironment : 160
}
