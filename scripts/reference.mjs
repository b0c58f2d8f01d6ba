// Writes the command reference (docs/commands.md and docs/commands/) from the commands' own help.
// With --check it puts back what was there and fails when that is not what it would write.
import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {capture, root, say} from './lib.mjs'

const docs = join(root, 'docs')
const parts = ['commands.md', 'commands']
const read = (path) =>
  readdirSync(path, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .filter((name) => parts.some((part) => name === part || name.startsWith(`${part}/`)))
    .sort()
    .map((name) => [name, readFileSync(join(path, name), 'utf8')])

const check = process.argv.includes('--check')
const kept = mkdtempSync(join(tmpdir(), 'kbook-reference-'))
const before = read(docs)
for (const part of parts)
  if (existsSync(join(docs, part))) cpSync(join(docs, part), join(kept, part), {recursive: true})
rmSync(join(docs, 'commands'), {recursive: true, force: true})
const flags = [
  '--multi',
  '--no-source-links',
  '--output-dir',
  'docs/commands',
  '--readme-path',
  'docs/commands.md',
]
const made = capture(process.execPath, ['node_modules/oclif/bin/run.js', 'readme', ...flags], {
  OCLIF_SKIP_NEW_VERSION_CHECK: '1',
})
const after = read(docs)
const stale = JSON.stringify(before) !== JSON.stringify(after)
if (check) {
  for (const part of parts) {
    rmSync(join(docs, part), {recursive: true, force: true})
    if (existsSync(join(kept, part))) cpSync(join(kept, part), join(docs, part), {recursive: true})
  }
}
rmSync(kept, {recursive: true, force: true})
if (!made.ok) say(made.output)
if (check && stale) say('docs/commands is not what the commands say: npm run reference')
process.exit(!made.ok || (check && stale) ? 1 : 0)
