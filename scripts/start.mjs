// `npm start` in a bare clone: installs and builds what is missing, then runs the incident consumer on the
// example incidents. What it keeps (history, dead letters, what the actions wrote) is under .kbook/demo.
import {spawn} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {buildOnce, install, root} from './lib.mjs'

install()
buildOnce()
const state = join(root, '.kbook', 'demo')
mkdirSync(state, {recursive: true})
const child = spawn(
  process.execPath,
  ['bin/run.js', 'consume', '--config', 'examples/demo.yaml', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: {...process.env, KBOOK_DEMO_STATE: state},
  },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
