// Writes what V8 has compiled of the bundle, once every command is loaded and one has been through its paces.
const {writeFileSync} = require('node:fs')
const {cache, compile, run} = require('../bin/load.js')
const {commands} = require('../oclif.manifest.json')

const script = compile()
const {main, commandOf} = run(script)
async function exercise() {
  for (const id of Object.keys(commands)) await commandOf(id)
  // Nothing listens there: flags, profile, connecting and the error are compiled, and no broker is needed.
  await main(['lag', 'describe', 'group', '--brokers', '127.0.0.1:1'])
}
exercise().then(() => {
  writeFileSync(cache, script.createCachedData())
  process.exit(0)
})
