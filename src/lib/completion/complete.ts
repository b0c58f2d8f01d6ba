import type {ArgSpec, CommandSpec, FlagSpec, Manifest} from './manifest.js'

/** One way to go on. `value` replaces the whole word that is being typed. */
export interface Candidate {
  readonly value: string
  readonly description?: string | undefined
}

/** What may stand at the end of a command line. */
export type Completion =
  | {readonly kind: 'words'; readonly candidates: readonly Candidate[]}
  /** The shell knows the files itself. */
  | {readonly kind: 'files'}
  | NamesWanted

/** Names that only a cluster or the config file knows. */
export interface NamesWanted {
  readonly kind: NameKind
  /** Stands before each, such as `--profile=`. */
  readonly prefix: string
  readonly line: ParsedLine
}

export type NameKind = 'profiles' | 'groups' | 'topics'

/** What the words before the one being typed say. */
export interface ParsedLine {
  /** Values of flags by the flag's name; the last one counts. */
  readonly values: ReadonlyMap<string, string>
  /** Flags that are there already. */
  readonly used: ReadonlySet<string>
  /** Arguments that are there already. */
  readonly args: readonly string[]
  /** The flag whose value comes next. */
  readonly awaiting: FlagSpec | undefined
  /** After `--` nothing is a flag. */
  readonly flagsEnded: boolean
}

/**
 * Completes a command line.
 *
 * @param words the words after `kbook`; the last one is being typed and may be empty
 */
export function complete(words: readonly string[], manifest: Manifest): Completion {
  const done = words.slice(0, -1)
  const typing = words.at(-1) ?? ''
  const id = Object.keys(manifest.commands).find((candidate) =>
    candidate.split(':').every((word, at) => done[at] === word),
  )
  const command = id === undefined ? undefined : manifest.commands[id]
  if (id === undefined || !command) return matching(typing, nextWords(done, manifest))
  const line = parseLine(done.slice(id.split(':').length), command)
  if (line.awaiting) return ofFlag(line.awaiting, typing, '', line)
  if (!line.flagsEnded && typing.startsWith('-')) {
    const [name = '', ...value] = typing.split('=')
    const flag = findFlag(name, command)
    if (typing.includes('=') && flag?.type === 'option') {
      return ofFlag(flag, value.join('='), `${name}=`, line)
    }
    return matching(typing, unusedFlags(command, line))
  }
  return ofArg(nextArg(command, line), id, typing, line)
}

/** The words that may follow, when no command is complete yet. */
function nextWords(done: readonly string[], {commands}: Manifest): Candidate[] {
  const found = new Map<string, string>()
  for (const [id, {summary = '', hidden}] of Object.entries(commands)) {
    const parts = id.split(':')
    const [next, ...rest] = parts.slice(done.length)
    if (hidden || next === undefined || !done.every((word, at) => parts[at] === word)) continue
    const verbs = [found.get(next), rest.join(' ')].filter(Boolean).join(', ')
    found.set(next, rest.length > 0 ? verbs : summary)
  }
  return [...found].map(([value, description]) => ({value, description}))
}

function parseLine(words: readonly string[], command: CommandSpec): ParsedLine {
  const values = new Map<string, string>()
  const used = new Set<string>()
  const args: string[] = []
  let awaiting: FlagSpec | undefined
  let flagsEnded = false
  for (const word of words) {
    const [name = '', ...rest] = word.split('=')
    if (awaiting) {
      values.set(awaiting.name, word)
      awaiting = undefined
    } else if (flagsEnded || !word.startsWith('-')) args.push(word)
    else if (word === '--') flagsEnded = true
    else {
      const flag = findFlag(name, command)
      if (!flag) continue
      used.add(flag.name)
      if (flag.type === 'option' && rest.length === 0) awaiting = flag
      else values.set(flag.name, rest.join('='))
    }
  }
  return {values, used, args, awaiting, flagsEnded}
}

const findFlag = (word: string, {flags}: CommandSpec): FlagSpec | undefined =>
  Object.values(flags).find(
    ({name, char, aliases = []}) =>
      word === `--${name}` ||
      (char !== undefined && word === `-${char}`) ||
      aliases.some((alias) => word === `--${alias}`),
  )

const unusedFlags = ({flags}: CommandSpec, {used}: ParsedLine): Candidate[] =>
  Object.values(flags)
    .filter(({name, multiple, hidden}) => !hidden && (multiple || !used.has(name)))
    .map(({name, summary}) => ({value: `--${name}`, description: summary}))

/** The last argument takes all that follow when it is a list. */
function nextArg({args}: CommandSpec, line: ParsedLine): ArgSpec | undefined {
  const specs = Object.values(args)
  const last = specs.at(-1)
  return specs[line.args.length] ?? (last?.multiple ? last : undefined)
}

function ofFlag(flag: FlagSpec, typing: string, prefix: string, line: ParsedLine): Completion {
  if (flag.options) return fromOptions(flag.options, typing, prefix)
  if (flag.helpValue === 'PATH' || flag.helpValue === 'FILE') return {kind: 'files'}
  const kind = NAMES_OF_FLAG[flag.name]
  return kind ? {kind, prefix, line} : NOTHING
}

function ofArg(arg: ArgSpec | undefined, id: string, typing: string, line: ParsedLine): Completion {
  if (!arg) return NOTHING
  if (arg.options) return fromOptions(arg.options, typing, '')
  if (/^(file|path|config)s?$/i.test(arg.name)) return {kind: 'files'}
  if (/^groups?$/.test(arg.name)) return {kind: 'groups', prefix: '', line}
  if (/^topics?$/.test(arg.name)) return {kind: 'topics', prefix: '', line}
  return arg.name === 'name' && id.startsWith('profile:') && id !== 'profile:add'
    ? {kind: 'profiles', prefix: '', line}
    : NOTHING
}

const NOTHING: Completion = {kind: 'words', candidates: []}
const NAMES_OF_FLAG: Readonly<Partial<Record<string, NameKind>>> = {
  profile: 'profiles',
  group: 'groups',
  topic: 'topics',
}

const fromOptions = (options: readonly string[], typing: string, prefix: string): Completion =>
  matching(
    prefix + typing,
    options.map((option) => ({value: prefix + option})),
  )

const matching = (typing: string, candidates: readonly Candidate[]): Completion => ({
  kind: 'words',
  candidates: beginningWith(typing, candidates),
})

/** Those that begin with what is typed. */
export const beginningWith = (typing: string, candidates: readonly Candidate[]): Candidate[] =>
  candidates.filter(({value}) => value.startsWith(typing))
