import {expect, test} from 'vitest'
import {displayPath} from '../../../../src/lib/output/display-path.js'

test.each([
  ['/work/kbook/examples/a.jsonl', 'examples/a.jsonl'],
  ['/work/other/a.jsonl', '/work/other/a.jsonl'],
  ['/work/kbook', '/work/kbook'],
  ['sre.dlq', 'sre.dlq'],
  ['/work/kbook/a\u001bb', 'a\\u001bb'],
])('%s', (path, shown) => {
  expect(displayPath(path, '/work/kbook')).toBe(shown)
})
