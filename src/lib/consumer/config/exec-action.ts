import {absolutePath} from '../../config/paths.js'
import {converted, listOf, optional, required, section} from './collections.js'
import {misfit, type Reader} from './reader.js'
import {path} from './scalars.js'
import {textTemplate, textTemplates} from './templates.js'
import type {ExecActionConfig} from './types.js'

type Exec = Pick<ExecActionConfig, 'type' | 'command' | 'cwd' | 'env'>

const command: Reader<ExecActionConfig['command']> = converted(
  listOf(textTemplate, {expects: 'a list: the program, then its arguments (no shell reads them)'}),
  ([program, ...args], value, scope) => {
    if (typeof program !== 'string' || program === '') {
      misfit(value, scope, 'a list whose first item is the program, as plain text')
      return undefined
    }
    // Found as a file when it has a slash, else by PATH, as execvp does.
    return [program.includes('/') ? absolutePath(program, scope.folder) : program, ...args]
  },
)

/** What an action of type `exec` says of its process. */
export const exec: Reader<Exec> = converted(
  section({
    command: required(command, 'Program and arguments; no shell reads them'),
    cwd: optional(path, 'Folder to run in; the folder of this file by default'),
    env: optional(textTemplates, 'Variables added to the environment'),
  }),
  (read, _, {folder}) => ({
    type: 'exec',
    command: read.command,
    cwd: read.cwd ?? folder,
    env: read.env ?? new Map(),
  }),
)
