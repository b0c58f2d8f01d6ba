// Writes the command reference (the list in README.md and docs/commands/) from the commands' own help.
// With --check it puts back what was there and fails when that is not what it would write.
import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {capture, root, say} from './lib.mjs'

const parts = ['README.md', 'docs/commands']
const read = (base) =>
  readdirSync(join(base, 'docs/commands'))
    .map((name) => join('docs/commands', name))
    .concat('README.md')
    .sort()
    .map((name) => [name, readFileSync(join(base, name), 'utf8')])

const check = process.argv.includes('--check')
const kept = mkdtempSync(join(tmpdir(), 'kbook-reference-'))
const before = read(root)
for (const part of parts)
  if (existsSync(join(root, part))) cpSync(join(root, part), join(kept, part), {recursive: true})
rmSync(join(root, 'docs/commands'), {recursive: true, force: true})
const flags = ['--multi', '--no-source-links', '--output-dir', 'docs/commands', '--readme-path', 'README.md']
const made = capture(process.execPath, ['node_modules/oclif/bin/run.js', 'readme', ...flags], {
  OCLIF_SKIP_NEW_VERSION_CHECK: '1',
})
const after = read(root)
const stale = JSON.stringify(before) !== JSON.stringify(after)
if (check) {
  for (const part of parts) {
    rmSync(join(root, part), {recursive: true, force: true})
    if (existsSync(join(kept, part))) cpSync(join(kept, part), join(root, part), {recursive: true})
  }
}
rmSync(kept, {recursive: true, force: true})
if (!made.ok) say(made.output)
if (check && stale) say('README.md or docs/commands is not what the commands say: npm run reference')
process.exit(!made.ok || (check && stale) ? 1 : 0)
