// An esbuild plugin that makes the bundled oclif start fast. oclif's command class pulls in its plugin
// loader, help renderer, template engine, spinners and TypeScript lookup at the top of its files, none of
// which a command needs to parse flags and run: 50 ms a start. Here its own requires become lazy, and the
// parts that only help and plugin loading use are left in node_modules, loaded when they are wanted.
import {readFile} from 'node:fs/promises'
import {dirname, join, relative, sep} from 'node:path'

const inCore = /[\\/]@oclif[\\/]core[\\/]lib[\\/]/
const RARELY_USED = /^(config|help)([\\/]\w+)?$|^ux[\\/]action[\\/]/
const RARELY_USED_PACKAGES = /^(ejs|minimatch|tinyglobby|lilconfig|cli-spinners|wordwrap|semver|typescript)$/
const TOP_LEVEL_REQUIRE =
  /^(?:const|var) (\w+) = (__importDefault|__importStar)?\(?require\("([^"]+)"\)\)?;$/gm
// oclif's command class dies with a stack when stdout cannot be written; src/cli.ts says it in a line.
const THROWS_ON_LOST_OUTPUT = /^process\.stdout\.on\('error',[^]*?^\}\);$/m
const LAZY = `const lazyRequire = (load) => {
  let loaded
  const get = () => (loaded ??= load())
  return new Proxy({}, {get: (_, key) => get()[key], has: (_, key) => key in get()})
};`

export const leanOclif = {
  name: 'lean-oclif',
  setup(build) {
    build.onResolve({filter: /.*/}, ({path, importer}) => {
      if (!inCore.test(importer)) return
      // oclif's debug output (DEBUG=*) is not kbook's; the package inspects the terminal at each start.
      if (path === 'debug') return {path, namespace: 'no-debug'}
      if (RARELY_USED_PACKAGES.test(path)) return {path, external: true}
      if (!path.startsWith('.')) return
      const inLib = join(dirname(importer), path).split(inCore)[1] ?? ''
      if (!RARELY_USED.test(inLib)) return
      return {path: `@oclif/core/${inLib.split(sep)[0]}`, external: true}
    })
    build.onLoad({filter: /.*/, namespace: 'no-debug'}, () => ({
      contents: 'module.exports = () => Object.assign(() => {}, {enabled: false, extend() { return this }})',
    }))
    build.onLoad({filter: inCore}, async ({path}) => {
      if (relative('node_modules/@oclif/core/lib', path) === 'index.js') return
      const source = (await readFile(path, 'utf8')).replace(THROWS_ON_LOST_OUTPUT, '')
      const lazy = source.replace(
        TOP_LEVEL_REQUIRE,
        (_, name, wrap = '', module) => `const ${name} = lazyRequire(() => ${wrap}(require("${module}")));`,
      )
      return {contents: lazy.replace('"use strict";', `"use strict"; ${LAZY}`), loader: 'js'}
    })
  },
}
