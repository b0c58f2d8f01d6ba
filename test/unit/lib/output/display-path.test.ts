import {expect, test} from 'vitest'
import {displayPath} from '../../../../src/lib/output/display-path.js'

test.each([
  ['/srv/kbook/examples/a.jsonl', 'examples/a.jsonl'],
  ['/srv/other/a.jsonl', '/srv/other/a.jsonl'],
  ['/srv/kbook', '/srv/kbook'],
  ['sre.dlq', 'sre.dlq'],
  ['/srv/kbook/a\u001bb', 'a\\u001bb'],
])('%s', (path, shown) => {
  expect(displayPath(path, '/srv/kbook')).toBe(shown)
})
