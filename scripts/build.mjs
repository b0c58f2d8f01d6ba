// Builds dist/: one bundled entry per command with shared chunks, then oclif's manifest for help and completion.
// Bundled and minified because start-up is a feature: a command loads only what it runs.
import {build} from 'esbuild'
import {execFileSync} from 'node:child_process'
import {readdir, readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {leanOclif} from './lean-oclif.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const {version} = JSON.parse(await readFile('package.json', 'utf8'))
const files = (await readdir('src/commands', {recursive: true})).filter((file) => file.endsWith('.ts')).sort()
const ids = files.map((file) => file.slice(0, -'.ts'.length).replaceAll(/[\\/]/g, ':'))
const longestFirst = ids.toSorted((a, b) => b.split(':').length - a.split(':').length)

await rm('dist', {recursive: true, force: true})
await build({
  entryPoints: ['src/cli.ts', ...files.map((file) => join('src/commands', file))],
  outdir: 'dist',
  outbase: 'src',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  chunkNames: 'chunks/[name]-[hash]',
  define: {KBOOK_VERSION: JSON.stringify(version), KBOOK_COMMANDS: JSON.stringify(longestFirst)},
  // Native code finds its binary beside its own files; help and its plugin loader are rarely run.
  external: ['@photostructure/sqlite', '@oclif/core/config', '@oclif/core/help'],
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: "import{createRequire as nodeRequireFrom}from'node:module';const require=nodeRequireFrom(import.meta.url);",
  },
  // The same code as its Node build, but ES modules: half the time to load.
  alias: {yaml: './node_modules/yaml/browser/index.js'},
  plugins: [leanOclif],
  logLevel: 'warning',
})
execFileSync(process.execPath, ['node_modules/oclif/bin/run.js', 'manifest'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: '1'},
})
