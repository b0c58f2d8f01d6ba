import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Command} from '@oclif/core/command'
import {describe, expect, it} from 'vitest'
import {BaseCommand} from '../../../src/base-command.js'

const folder = 'src/commands'
const files = readdirSync(folder, {recursive: true})
  .map(String)
  .filter((file) => file.endsWith('.ts'))
  .sort()

describe.each(files)('%s', (file) => {
  const load = async (): Promise<typeof Command> => {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as {default: typeof Command}
    return module.default
  }

  it('says what it does, shows how, and explains each flag and argument', async () => {
    const command = await load()
    expect(command.prototype).toBeInstanceOf(BaseCommand)
    expect(command.summary ?? '').toMatch(/^[A-Z].{10,}[^.]$/)
    expect(command.examples.length).toBeGreaterThan(0)
    for (const example of command.examples)
      expect(typeof example === 'string' ? example : example.command).toContain(
        '<%= config.bin %> <%= command.id %>',
      )
    for (const [name, flag] of Object.entries({...command.baseFlags, ...command.flags}))
      expect(flag.summary ?? flag.description, `--${name}`).toBeTruthy()
    for (const [name, arg] of Object.entries(command.args)) expect(arg.description, name).toBeTruthy()
  })
})
