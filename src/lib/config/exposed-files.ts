import {stat} from 'node:fs/promises'
import {Secret} from './secret.js'
import type {ResolvedProfile} from './resolve.js'
import {SETTING_PATHS, specOf} from './settings.js'

/** A file with a secret in it that others than its owner can read. */
export interface ExposedFile {
  readonly file: string
  /** Such as `0644`. */
  readonly mode: string
}

/**
 * Finds the files that hold a secret of this profile and are open to others. A file that belongs to somebody
 * else and is read through its group, as mounted secrets are, is no finding.
 */
export async function exposedFiles({settings, origins}: ResolvedProfile): Promise<ExposedFile[]> {
  const files = new Set<string>()
  for (const path of SETTING_PATHS) {
    const value = settings[path]
    const origin = origins.get(path)
    if (value instanceof Secret && origin?.from === 'file') files.add(origin.file)
    if (specOf(path).secretFile && typeof value === 'string') files.add(value)
  }
  const found = await Promise.all([...files].map(exposure))
  return found.filter((file) => file !== undefined)
}

/** The file when others than its owner can read it. */
export async function exposure(file: string): Promise<ExposedFile | undefined> {
  // A file that is not there is an error of whoever reads it.
  const stats = await stat(file).catch(() => undefined)
  if (!stats || process.platform === 'win32') return undefined
  const open = stats.uid === process.getuid?.() ? 0o077 : 0o007
  return (stats.mode & open) === 0
    ? undefined
    : {file, mode: (stats.mode & 0o777).toString(8).padStart(4, '0')}
}
