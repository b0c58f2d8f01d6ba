import {readFileSync} from 'node:fs'
import {expect, it} from 'vitest'
import {SETTING_PATHS, specOf, variableOf} from '../../../../src/lib/config/settings.js'

const page = readFileSync('docs/profiles.md', 'utf8')

it.each(SETTING_PATHS)('docs/profiles.md explains %s and its variable', (path) => {
  const alternatives = [path, `\`_${path.split('_').at(-1) ?? ''}\``]
  expect(alternatives.some((name) => page.includes(name))).toBe(true)
  const variable = variableOf(path)
  if (variable) expect(page).toContain(`\`${variable}\``)
  const {fallback} = specOf(path)
  if (fallback) expect(page).toContain(`\`${fallback}\``)
})
