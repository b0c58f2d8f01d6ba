import {expect, it} from 'vitest'
import {describeError} from '../../../../src/lib/output/error.js'

const told = (message: string): string =>
  describeError(new Error(message), {cliError: true, command: 'health'}).message

it('tells what the parser says of flags in our words, without its colours', () => {
  const dim = (text: string): string => `\u001b[2m${text}\u001b[22m`
  const interval = 'All of the following must be provided when using --interval: --watch'
  const count = 'All of the following must be provided when using --count: --watch'
  expect(told(`The following error occurred:\n  ${dim(interval)}\nSee more help with --help`)).toBe(
    '--interval needs --watch',
  )
  expect(told(`The following errors occurred:\n  ${dim(`${count}\n  ${interval}`)}`)).toBe(
    'several flags do not fit:\n--count needs --watch\n--interval needs --watch',
  )
  expect(
    told(`The following error occurred:\n  --watch=true cannot also be provided when using --once`),
  ).toBe('--once does not go with --watch')
})
