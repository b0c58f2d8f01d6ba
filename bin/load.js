const {readFileSync} = require('node:fs')
const nodeModule = require('node:module')
const {dirname, join} = require('node:path')
const vm = require('node:vm')

const bundle = join(__dirname, '..', 'dist', 'kbook.cjs')
/** What V8 made of the bundle; it takes it only when it is the same V8. */
const cache = `${bundle}.cache`

function read(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** The bundle as a script that is compiled already, where Node 20 finds the cache of the build. */
function compile() {
  const source = readFileSync(bundle, 'utf8')
  const cachedData = read(cache)
  const wrapped = `(function(exports,require,module,__filename,__dirname){${source}\n})`
  return new vm.Script(wrapped, {filename: bundle, ...(cachedData && {cachedData})})
}

function run(script) {
  const module = {exports: {}}
  script.runInThisContext()(module.exports, nodeModule.createRequire(bundle), module, bundle, dirname(bundle))
  return module.exports
}

/** What the bundle exports. Node 22 and later keep compiled code between runs by themselves. */
function load() {
  if (nodeModule.enableCompileCache === undefined) return run(compile())
  nodeModule.enableCompileCache()
  return require(bundle)
}

module.exports = {bundle, cache, compile, run, load}
