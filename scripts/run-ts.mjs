// Runs one TypeScript file of this project with its imports bundled: node scripts/run-ts.mjs bench/startup.ts …
import {build} from 'esbuild'
import {spawn} from 'node:child_process'
import {basename, join} from 'node:path'
import {root} from './lib.mjs'

const [file, ...args] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('usage: node scripts/run-ts.mjs FILE [ARGUMENT…]\n')
  process.exit(2)
}
const outfile = join(root, '.kbook', 'run', basename(file).replace(/\.ts$/, '.mjs'))
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'inline',
  logLevel: 'warning',
})
const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...args], {stdio: 'inherit'})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
