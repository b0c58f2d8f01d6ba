import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** What completion uses of oclif's manifest, which the build writes from the commands themselves. */
export interface Manifest {
  readonly commands: Readonly<Record<string, CommandSpec>>
}

export interface CommandSpec {
  readonly summary?: string
  readonly hidden?: boolean
  readonly args: Readonly<Record<string, ArgSpec>>
  readonly flags: Readonly<Record<string, FlagSpec>>
}

export interface ArgSpec {
  readonly name: string
  readonly multiple?: boolean
  readonly options?: readonly string[]
}

export interface FlagSpec {
  readonly name: string
  readonly type: 'boolean' | 'option'
  readonly char?: string
  readonly aliases?: readonly string[]
  readonly summary?: string
  /** Such as `PATH` or `DURATION`. */
  readonly helpValue?: string
  readonly options?: readonly string[]
  readonly multiple?: boolean
  readonly hidden?: boolean
}

/** Reads the manifest that stands beside package.json. */
export function readManifest(): Manifest {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'oclif.manifest.json')) && folder !== dirname(folder))
    folder = dirname(folder)
  return JSON.parse(readFileSync(join(folder, 'oclif.manifest.json'), 'utf8')) as Manifest
}
