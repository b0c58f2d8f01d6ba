import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {describe, expect, it, vi} from 'vitest'
import {BaseCommand} from '../../../src/base-command.js'
import {EXIT, KbookError} from '../../../src/lib/errors.js'
import {runCommand} from '../../helpers/run-command.js'

/** Does what it is told, so that each way to end can be looked at. */
class Sample extends BaseCommand<typeof Sample> {
  static override args = {word: Args.string(), more: Args.string()}
  static override flags = {
    do: Flags.string({options: ['refuse', 'break', 'warn', 'fail-check', 'nothing', 'stream']}),
    number: Flags.integer(),
    watch: Flags.boolean(),
    interval: Flags.string({dependsOn: ['watch']}),
    once: Flags.boolean({exclusive: ['watch']}),
  }
  static closed: string[] = []

  async run(): Promise<unknown> {
    Sample.closed = []
    this.onClose(() => void Sample.closed.push('first opened'))
    this.onClose(() => Promise.reject(new Error('cannot be closed')))
    this.onClose(() => void Sample.closed.push('last opened'))
    await Promise.resolve()
    switch (this.flags.do) {
      case 'refuse':
        throw new KbookError('GROUP_ACTIVE', 'group "g" has 3 members\nm-1\nm-2', {
          hint: ['Stop them first.', 'kbook lag describe g'],
          details: {members: 3},
        })
      case 'break':
        throw new TypeError('x is not a function')
      case 'warn':
        this.addWarning('the clock is off')
        break
      case 'fail-check':
        this.exitCode = EXIT.checkFailed
        break
      case undefined:
        break
      case 'nothing':
        return undefined
      case 'stream':
        this.streaming = true
        this.addWarning('late')
        this.emit({n: 1n}, () => 'one')
        this.emit({n: 2n}, () => undefined)
        return undefined
    }
    this.note('working')
    this.show('lag 3')
    return {lag: 3n, word: this.args.word}
  }
}

const run = (...argv: string[]): ReturnType<typeof runCommand> => runCommand(Sample, argv, 'sample:run')

describe('for people', () => {
  it('prints the result on stdout and everything else on stderr', async () => {
    expect(await run('--do', 'warn')).toMatchObject({
      stdout: 'lag 3\n',
      stderr: '! the clock is off\nworking\n',
      exitCode: 0,
    })
  })

  it('renders an error as what happened, why and what to do, without a stack', async () => {
    expect(await run('--do', 'refuse')).toMatchObject({
      stdout: '',
      stderr: 'Error: group "g" has 3 members\n  m-1\n  m-2\n  Stop them first.\n  kbook lag describe g\n',
      exitCode: 5,
    })
  })

  it('shows a stack for a bug, and exits 1', async () => {
    const {stderr, exitCode} = await run('--do', 'break')
    expect(stderr).toMatch(/^Error: unexpected: x is not a function\n {2}This is a bug in kbook/)
    expect(stderr).toContain('at Sample.run')
    expect(exitCode).toBe(1)
  })

  it.each([
    [['--nope'], 'Nonexistent flag: --nope'],
    [['--interval', '5s'], '--interval needs --watch'],
    [['--once', '--watch'], '--once does not go with --watch'],
    [['--number', 'many'], 'Expected an integer but received: many'],
    [['--do', 'dance'], 'Expected --do=dance to be one of: refuse'],
    [['a', 'b', 'c'], 'Unexpected argument: c'],
  ])('answers bad usage %j in one piece, with the help to look at', async (argv, words) => {
    const {stdout, stderr, exitCode} = await run(...argv)
    expect(stderr).toContain(words)
    expect(stderr).toMatch(/\n {2}kbook sample run --help\n$/)
    expect(stderr).not.toMatch(/ at |parse|oclif/)
    expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 2})
  })

  it('makes control characters of an error visible', async () => {
    class Hostile extends BaseCommand<typeof Hostile> {
      run(): Promise<never> {
        return Promise.reject(new KbookError('NOT_FOUND', 'no \u001b[31mtopic\u0007'))
      }
    }
    expect((await runCommand(Hostile, [])).stderr).toBe('Error: no \\u001b[31mtopic\\u0007\n')
  })
})

describe('--json', () => {
  it.each([[['--json', '--do', 'warn', 'w']], [['w', '--do', 'warn', '--json']]])(
    'is one document wherever the flag stands: %j',
    async (argv) => {
      const result = await run(...argv)
      expect(result.json()).toEqual({
        ok: true,
        result: {lag: '3', word: 'w'},
        warnings: ['the clock is off'],
      })
      expect(result).toMatchObject({stderr: 'working\n', exitCode: 0})
    },
  )

  it('is a word like any other after --', async () => {
    expect(await run('--', '--json')).toMatchObject({stdout: 'lag 3\n'})
    expect((await run('--json', '--', '--json')).json()).toMatchObject({result: {word: '--json'}})
  })

  it('says null for a command that returns nothing', async () => {
    expect((await run('--json', '--do', 'nothing')).json()).toEqual({ok: true, result: null, warnings: []})
  })

  it('gives the result of a check that failed, with its exit code', async () => {
    const result = await run('--json', '--do', 'fail-check')
    expect(result.json()).toMatchObject({ok: false, result: {lag: '3'}})
    expect(result.exitCode).toBe(3)
  })

  it('gives an error with its code, hints, exit code and details', async () => {
    const result = await run('--json', '--do', 'refuse')
    expect(result.json()).toEqual({
      ok: false,
      error: {
        code: 'GROUP_ACTIVE',
        message: 'group "g" has 3 members\nm-1\nm-2',
        hints: ['Stop them first.', 'kbook lag describe g'],
        exitCode: 5,
        details: {members: 3},
      },
      warnings: [],
    })
    expect(result).toMatchObject({stderr: '', exitCode: 5})
  })

  it('answers bad usage in JSON too, without the parser’s insides', async () => {
    const result = await run('--nope', '--json')
    expect(result.json()).toEqual({
      ok: false,
      error: {
        code: 'BAD_FLAG',
        message: 'Nonexistent flag: --nope',
        hints: ['kbook sample run --help'],
        exitCode: 2,
      },
      warnings: [],
    })
    expect(result).toMatchObject({stderr: '', exitCode: 2})
  })

  it('has no tabs in what the parser says', async () => {
    expect((await run('--number', 'x')).stderr).toBe(
      'Error: Parsing --number\n  Expected an integer but received: x\n  kbook sample run --help\n',
    )
  })

  it('keeps a bug’s stack on stderr', async () => {
    const result = await run('--json', '--do', 'break')
    expect(result.json()).toMatchObject({ok: false, error: {code: 'BUG', exitCode: 1}})
    expect(result.stderr).toContain('at Sample.run')
  })
})

describe('a stream', () => {
  it('prints a document a line and no envelope; its warnings go to stderr', async () => {
    expect(await run('--json', '--do', 'stream')).toMatchObject({
      stdout: '{"n":"1"}\n{"n":"2"}\n',
      stderr: '! late\n',
    })
    expect(await run('--do', 'stream')).toMatchObject({stdout: 'one\n'})
  })

  it('ends as if it was told to once its reader is gone; another command ends by itself', async () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true)
    class Reader extends BaseCommand<typeof Reader> {
      static override flags = {stream: Flags.boolean()}
      run(): Promise<void> {
        this.streaming = this.flags.stream
        process.stdout.emit('error', Object.assign(new Error('write EPIPE'), {code: 'EPIPE'}))
        return Promise.resolve()
      }
    }
    await runCommand(Reader, [])
    expect(kill).not.toHaveBeenCalled()
    await runCommand(Reader, ['--stream'])
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGTERM')
    kill.mockRestore()
  })
})

it('closes what was opened, last first, however the command ends', async () => {
  for (const argv of [[], ['--do', 'refuse'], ['--do', 'break'], ['--do', 'fail-check']]) {
    await run(...argv)
    expect(Sample.closed).toEqual(['last opened', 'first opened'])
  }
})

it.each(['EPIPE', 'ENOSPC'])('a stream ends when its output cannot be written (%s)', async (code) => {
  class Endless extends BaseCommand<typeof Endless> {
    protected override streaming = true
    private end: () => void = () => undefined
    async run(): Promise<void> {
      const ended = new Promise<void>((resolve) => (this.end = resolve))
      // Its own listener alone: the runner of the tests has one too.
      process.stdout.listeners('error').at(-1)?.(Object.assign(new Error('cannot write'), {code}))
      await ended
    }
    protected override onReaderGone(): void {
      this.end()
    }
  }
  expect(await runCommand(Endless, [])).toMatchObject({exitCode: 0})
})
