import {describe, expect, it} from 'vitest'
import {pinnedCommands} from '../../../../src/lib/output/pinned-commands.js'

const pin = (text: string): string => pinnedCommands(text, ' --profile prod')

describe('pinnedCommands', () => {
  it.each([
    ['kbook lag describe --all', 'kbook lag describe --all --profile prod'],
    ['  kbook topic list   every topic', '  kbook topic list --profile prod   every topic'],
    [
      'undo: kbook offset undo 7f3a · noted: kbook audit --id 7f3a',
      'undo: kbook offset undo 7f3a --profile prod · noted: kbook audit --id 7f3a',
    ],
    ['More than brokers: kbook broker list', 'More than brokers: kbook broker list --profile prod'],
    ['\u001b[2mkbook health\u001b[22m', '\u001b[2mkbook health --profile prod\u001b[22m'],
  ])('%s', (text, expected) => expect(pin(text)).toBe(expected))

  it.each([
    'kbook lag describe --profile other',
    'kbook lag describe -b localhost:9092',
    'kbook profile list',
    'kbook topics',
    'Give --all. kbook group describe lists them.',
    'as kbook topic consume --format ndjson writes them',
  ])('leaves alone: %s', (text) => expect(pin(text)).toBe(text))

  it('completes a hint that was completed already no second time', () => {
    expect(pin(pin('kbook health'))).toBe('kbook health --profile prod')
  })
})
