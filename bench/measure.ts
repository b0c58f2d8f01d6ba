import {spawn} from 'node:child_process'
import {cpus, totalmem} from 'node:os'

export interface Measured {
  name: string
  /** Milliseconds of wall time, one a run. */
  runs: number[]
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN

/** Wall time of a whole process, its output thrown away. Throws when it fails: a failing run measures nothing. */
async function timeOnce(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [command = '', ...args] = argv
  const started = performance.now()
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, {stdio: ['ignore', 'ignore', 'pipe'], env: {...process.env, ...env}})
    let stderr = ''
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${argv.join(' ')} exited ${String(code)}\n${stderr}`)),
    )
  })
  return performance.now() - started
}

/** Runs the commands in turn, round by round, so that a busy minute of the machine falls on all of them. */
export async function sideBySide(
  commands: Readonly<Record<string, {argv: readonly string[]; env?: NodeJS.ProcessEnv; everyNth?: number}>>,
  rounds: number,
): Promise<Measured[]> {
  const measured = Object.keys(commands).map((name): Measured => ({name, runs: []}))
  for (let round = 0; round <= rounds; round++) {
    for (const {name, runs} of measured) {
      const {argv = [], env = {}, everyNth = 1} = commands[name] ?? {}
      if (round % everyNth !== 0) continue
      const ms = await timeOnce(argv, env)
      if (round > 0 || everyNth > 1) runs.push(ms) // the first round warms the page cache
    }
  }
  return measured
}

/** Markdown: median of each and its ratio to the first. */
export function report(title: string, measured: readonly Measured[]): string {
  const base = median(measured[0]?.runs ?? [])
  return [
    `### ${title}`,
    '',
    '| what | median | min | ratio |',
    '| --- | ---: | ---: | ---: |',
    ...measured.map(({name, runs}) => {
      const middle = median(runs)
      return `| ${name} | ${middle.toFixed(1)} ms | ${Math.min(...runs).toFixed(1)} ms | ${(middle / base).toFixed(2)} |`
    }),
    '',
  ].join('\n')
}

/** What the numbers were measured on. */
export const machine = (): string =>
  `${String(cpus().length)} x ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ` +
  `${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`
