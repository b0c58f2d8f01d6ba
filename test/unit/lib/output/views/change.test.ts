import {expect, it} from 'vitest'
import {done, failed, notDone, started} from '../../../../../src/lib/change/outcome.js'
import {KbookError} from '../../../../../src/lib/errors.js'
import {outcomeView} from '../../../../../src/lib/output/views/change.js'

const denied = (topic: string): KbookError =>
  new KbookError('NOT_AUTHORIZED', `not allowed to alter ${topic}`, {
    hint: [`The ACL on ${topic} is missing.`, 'kbook acl create'],
  })

it('shows each row where they are few, with what to do about a failure', () => {
  expect(outcomeView([done('a'), failed('b', denied('b')), notDone('c')])).toBe(
    [
      ' ✔ a',
      ' ✗ b: not allowed to alter b',
      ' - c: not done',
      '3 changes: 1 done, 1 failed, 1 not done',
      '   The ACL on b is missing.',
      '   kbook acl create',
    ].join('\n'),
  )
})

it('hides no failure among many, and folds what was not begun', () => {
  const names = (from: number, to: number): string[] =>
    Array.from({length: to - from}, (_, n) => `t-${from + n}`)
  const lines = outcomeView([
    ...names(0, 100).map(done),
    ...names(100, 150).map((name) => failed(name, denied(name))),
    ...names(150, 1500).map(notDone),
  ]).split('\n')
  expect(lines.filter((line) => line.includes('✗'))).toHaveLength(50)
  expect(lines.filter((line) => line.startsWith(' - '))).toHaveLength(20)
  expect(lines).toContain('   … 1,330 more not done')
  expect(lines).toContain('1,500 changes: 100 done, 50 failed, 1,350 not done')
  expect(lines.filter((line) => line.includes('The ACL'))).toHaveLength(3)
})

it('names the undo only when something was done', () => {
  const note = {id: 'ab12', undo: 'offsets'} as const
  expect(outcomeView([done('a')], note)).toContain(
    'undo: kbook offset undo ab12 · noted: kbook audit --id ab12',
  )
  expect(outcomeView([failed('a', denied('a'))], note)).not.toContain('undo')
})

it('tells of what goes on in the cluster, which can be undone, and how to follow it', () => {
  const note = {id: 'ab12', undo: 'reassign', follow: 'kbook topic reassign-status'} as const
  expect(outcomeView([started('a')], note).split('\n')).toEqual([
    ' … a: under way',
    '1 change: 1 under way',
    '   The cluster goes on with what is under way: kbook topic reassign-status',
    'undo: kbook topic reassign --undo ab12 · noted: kbook audit --id ab12',
  ])
  expect(outcomeView([done('a')], note)).not.toContain('reassign-status')
})

it('shows no control characters of names', () => {
  expect(outcomeView([done('a\u001b[2J')])).not.toContain('\u001b[2J')
})
