import {describe, expect, it} from 'vitest'
import {complete, type Completion} from '../../../../src/lib/completion/complete.js'
import type {FlagSpec, Manifest} from '../../../../src/lib/completion/manifest.js'

const flag = (name: string, rest: Partial<FlagSpec> = {}): Record<string, FlagSpec> => ({
  [name]: {name, type: 'option', summary: `about ${name}`, ...rest},
})
const manifest: Manifest = {
  commands: {
    consume: {summary: 'Consume', args: {}, flags: flag('config', {helpValue: 'PATH'})},
    'lag:describe': {
      summary: 'Describe lag',
      args: {groups: {name: 'groups', multiple: true}},
      flags: {
        ...flag('json', {type: 'boolean'}),
        ...flag('profile'),
        ...flag('brokers', {char: 'b', aliases: ['bootstrap-server']}),
        ...flag('topic', {multiple: true}),
        ...flag('secret-plan', {hidden: true}),
      },
    },
    'lag:watch': {summary: 'Watch lag', args: {}, flags: {}},
    'profile:add': {args: {name: {name: 'name'}}, flags: {}},
    'profile:use': {args: {name: {name: 'name'}}, flags: {}},
    'history:import': {args: {file: {name: 'file'}}, flags: flag('format', {options: ['json', 'ndjson']})},
    'history:hidden': {hidden: true, args: {}, flags: {}},
    completion: {args: {shell: {name: 'shell', options: ['bash', 'zsh']}}, flags: {}},
  },
}
const at = (line: string): Completion => complete(line.split(' '), manifest)
const words = (line: string): string[] => {
  const found = at(line)
  if (found.kind !== 'words') throw new Error(`expected words, got ${found.kind}`)
  return found.candidates.map(({value}) => value)
}

describe('commands', () => {
  it('by what is typed, each once, with what it does or has', () => {
    expect(words('')).toEqual(['consume', 'lag', 'profile', 'history', 'completion'])
    expect(words('l')).toEqual(['lag'])
    expect(words('lag ')).toEqual(['describe', 'watch'])
    expect(words('history ')).toEqual(['import'])
    expect(words('nonsense ')).toEqual([])
    expect(at('la')).toEqual({kind: 'words', candidates: [{value: 'lag', description: 'describe, watch'}]})
    expect(at('cons')).toEqual({kind: 'words', candidates: [{value: 'consume', description: 'Consume'}]})
  })
})

describe('flags', () => {
  it('that are not there yet, or may be repeated; hidden ones never', () => {
    expect(words('lag describe --')).toEqual(['--json', '--profile', '--brokers', '--topic'])
    expect(words('lag describe g --json -b k:1 --topic t --')).toEqual(['--profile', '--topic'])
    expect(words('lag describe --bootstrap-server=k:1 --b')).toEqual([])
    expect(words('lag describe --unknown --pro')).toEqual(['--profile'])
  })

  it('none after --', () => {
    expect(at('lag describe -- --j')).toMatchObject({kind: 'groups'})
  })
})

describe('values', () => {
  it('of a flag with a fixed choice', () => {
    expect(words('history import --format ')).toEqual(['json', 'ndjson'])
    expect(words('history import --format=nd')).toEqual(['--format=ndjson'])
  })

  it('of an argument with a fixed choice, and nothing behind the last argument', () => {
    expect(words('completion z')).toEqual(['zsh'])
    expect(words('completion zsh ')).toEqual([])
  })

  it('that are files', () => {
    expect(at('consume --config ')).toEqual({kind: 'files'})
    expect(at('consume --config=x')).toEqual({kind: 'files'})
    expect(at('history import ')).toEqual({kind: 'files'})
  })

  it('that are names: of what kind, what stands before them, what else the line says', () => {
    expect(at('lag describe --profile ')).toMatchObject({kind: 'profiles', prefix: ''})
    expect(at('lag describe --profile=p')).toMatchObject({kind: 'profiles', prefix: '--profile='})
    expect(at('profile use ')).toMatchObject({kind: 'profiles'})
    expect(words('profile add ')).toEqual([])
    expect(at('lag describe a b ')).toMatchObject({kind: 'groups', prefix: ''})
    const found = at('lag describe g --profile prod -b k:1 --topic ')
    if (found.kind !== 'topics') throw new Error(found.kind)
    expect([...found.line.values]).toEqual([
      ['profile', 'prod'],
      ['brokers', 'k:1'],
    ])
  })
})
