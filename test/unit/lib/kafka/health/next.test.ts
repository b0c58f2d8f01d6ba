import {readFileSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'

const RULES = 'src/lib/kafka/health/rules'
const COMMAND = /['`]kbook ([a-z][a-z -]*?)(?: (--[a-z-]+))?(?: \$\{[^`]*)?['`]/g

const commands = readdirSync(RULES).flatMap((file) =>
  [...readFileSync(join(RULES, file), 'utf8').matchAll(COMMAND)].map(([, words = '', flag]) => [
    words.trim(),
    flag,
  ]),
)

it('finds the commands that findings name', () => {
  expect(commands.length).toBeGreaterThan(20)
})

it.each([...new Map(commands.map((one) => [one.join(' '), one])).values()])(
  'there is a command "%s" that takes %s',
  async (words = '', flag) => {
    const path = `../../../../../src/commands/${words.replaceAll(' ', '/')}.ts`
    const {default: command} = (await import(path)) as {default: {flags: object}}
    if (flag !== undefined) expect(Object.keys(command.flags)).toContain(flag.replace('--', ''))
  },
)
