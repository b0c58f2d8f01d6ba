import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {mkdir, mkdtemp, rename, rm} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'

const run = promisify(execFile)

/**
 * Path of a Node 24, taken from the npm registry once and kept in the user's cache folder. Undefined where it
 * cannot be had; tests that need it are skipped then.
 */
export async function node24(): Promise<string | undefined> {
  const platform = `node-${process.platform}-${process.arch}`
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'kbook')
  const folder = join(cache, 'node-24')
  const binary = join(folder, 'node_modules', platform, 'bin', 'node')
  if (existsSync(binary)) return binary
  await mkdir(cache, {recursive: true})
  const scratch = await mkdtemp(join(cache, 'node-24-'))
  try {
    const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    await run('npm', ['install', '--prefix', scratch, ...flags, `${platform}@24`], {cwd: scratch})
    await rename(scratch, folder)
  } catch {
    await rm(scratch, {recursive: true, force: true}) // not to be had, or another run was first
  }
  return existsSync(binary) ? binary : undefined
}
