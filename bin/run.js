#!/usr/bin/env node
const {existsSync} = require('node:fs')
const {bundle, load} = require('./load.js')

if (!existsSync(bundle)) {
  process.stderr.write(
    'Error: kbook is not built yet\n  npm start      builds it and runs the example\n  npm run build  only builds it\n',
  )
  process.exit(2)
}
const exitWith = (code) => process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
// Within a promise, so that a bundle which cannot even be loaded is told like every other bug.
new Promise((resolve) => resolve(load().main(process.argv.slice(2))))
  // Whatever is still open (a socket that will not close) must not keep a finished command alive.
  .then(exitWith, (error) => {
    process.stderr.write(`Error: unexpected: ${error?.message ?? error}\n${error?.stack ?? ''}\n`)
    exitWith(1)
  })
