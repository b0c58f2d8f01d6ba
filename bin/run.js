#!/usr/bin/env node
import {existsSync} from 'node:fs'
import module from 'node:module'

// Node 22 and later keep the compiled code of the bundle between runs.
module.enableCompileCache?.()

const cli = new URL('../dist/cli.js', import.meta.url)
if (!existsSync(cli)) {
  process.stderr.write(
    'Error: kbook is not built yet\n  npm start      builds it and runs the example\n  npm run build  only builds it\n',
  )
  process.exit(2)
}
const {main} = await import(cli.href)
const code = await main(process.argv.slice(2))
// Whatever is still open (a socket that will not close) must not keep a finished command alive.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
