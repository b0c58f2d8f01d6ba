// Builds dist/kbook.cjs: all of kbook in one minified file, and the code that V8 made of it, so that a start
// neither resolves modules nor compiles them. Start-up is a feature: with files of their own for shared parts, and
// compiled anew each time, `lag describe` took half as long again.
import {build} from 'esbuild'
import {execFileSync} from 'node:child_process'
import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname, join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {leanOclif} from './lean-oclif.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const {version} = JSON.parse(await readFile('package.json', 'utf8'))
const files = (await readdir('src/commands', {recursive: true})).filter((file) => file.endsWith('.ts')).sort()
const commands = files.map((file) => ({id: file.slice(0, -'.ts'.length).replaceAll(/[\\/]/g, ':'), file}))

await rm('dist', {recursive: true, force: true})
await build({
  stdin: {
    resolveDir: process.cwd(),
    contents: `
      import {main as run} from './src/cli.ts'
      const commands = {${commands.map(({id, file}) => `'${id}': () => import('./src/commands/${file}')`).join()}}
      export const main = (argv) => run(argv, commands)
      export const commandOf = async (id) => (await commands[id]()).default`,
  },
  outfile: 'dist/kbook.cjs',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  // Each import() becomes a require() of its part of the bundle, run when it is wanted.
  supported: {'dynamic-import': false},
  minify: true,
  define: {KBOOK_VERSION: JSON.stringify(version), 'import.meta.url': 'bundleUrl'},
  banner: {js: `const bundleUrl=require('node:url').pathToFileURL(__filename).href;`},
  // Native code finds its binary beside its own files; help and its plugin loader are rarely run.
  external: ['@hpcc-js/wasm-zstd', '@photostructure/sqlite', '@oclif/core/config', '@oclif/core/help'],
  // The same code as its Node build, but ES modules: half the time to load.
  alias: {yaml: './node_modules/yaml/browser/index.js'},
  plugins: [leanOclif],
  logLevel: 'warning',
})

// oclif finds commands by their files when it writes the manifest and the command reference.
for (const {id, file} of commands) {
  const path = join('dist/commands', file.replace(/\.ts$/, '.js'))
  await mkdir(dirname(path), {recursive: true})
  const bundle = relative(dirname(path), 'dist/kbook.cjs')
  await writeFile(path, `import kbook from '${bundle}'\nexport default await kbook.commandOf('${id}')\n`)
}
const env = {...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: '1'}
execFileSync(process.execPath, ['node_modules/oclif/bin/run.js', 'manifest'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env,
})
execFileSync(process.execPath, ['scripts/code-cache.cjs'], {stdio: 'pipe'})
