import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll} from 'vitest'

// No test touches the audit log and the undos of whoever runs it.
const folder = mkdtempSync(join(tmpdir(), 'kbook-state-'))
process.env['XDG_STATE_HOME'] = folder
afterAll(() => rmSync(folder, {recursive: true, force: true}))
