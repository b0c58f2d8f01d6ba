// What the start and test scripts share. Node's own modules only: nothing is installed yet when they run.
import {execFileSync, spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const stamps = join(root, '.kbook', 'stamps')

export const say = (text) => process.stderr.write(`${text}\n`)

function hashOf(paths) {
  const hash = createHash('sha256').update(process.version)
  const add = (path) => {
    if (!existsSync(path)) return
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name))
    else hash.update(path).update(readFileSync(path))
  }
  for (const path of paths) add(join(root, path))
  return hash.digest('hex')
}

/** Runs `make` unless its inputs are what they were when it last succeeded and its output is still there. */
function once(name, inputs, output, make) {
  const file = join(stamps, name)
  const hash = hashOf(inputs)
  if (existsSync(join(root, output)) && existsSync(file) && readFileSync(file, 'utf8') === hash) return
  make()
  mkdirSync(stamps, {recursive: true})
  writeFileSync(file, hash)
}

export function install() {
  once('install', ['package-lock.json', '.npmrc'], 'node_modules', () => {
    say('kbook: installing packages (npm ci) …')
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  })
}

export function buildOnce() {
  once('build', ['src', 'scripts', 'bin', 'package.json', 'package-lock.json'], 'dist/kbook.cjs', () => {
    say('kbook: building …')
    run(process.execPath, ['scripts/build.mjs'])
  })
}

function run(command, args) {
  const {status, error} = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  })
  if (status === 0) return
  say(`kbook: ${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`)
  process.exit(status ?? 1)
}

/** A child whose output is kept; never throws. */
export function capture(command, args, env = {}) {
  try {
    const output = execFileSync(command, args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {...process.env, ...env},
      maxBuffer: 64 << 20,
    })
    return {ok: true, output}
  } catch (error) {
    return {ok: false, output: `${error.stdout ?? ''}${error.stderr ?? error.message}`}
  }
}
