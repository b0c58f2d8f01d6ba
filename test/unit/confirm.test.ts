import {expect, it, vi} from 'vitest'
import {confirmChange, type Terminal} from '../../src/confirm.js'

const question = 'Remove profile dev?'
const nobody: Terminal = {
  interactive: false,
  yesOrNo: () => Promise.reject(new Error('asked without a terminal')),
  text: () => Promise.reject(new Error('asked without a terminal')),
}
const somebody = (answer: boolean | string): Terminal => ({
  interactive: true,
  yesOrNo: vi.fn(() => Promise.resolve(answer === true)),
  text: vi.fn(() => Promise.resolve(String(answer))),
})

it('goes on with --yes and does not ask', async () => {
  const terminal = somebody(false)
  await confirmChange({question, yes: true}, terminal)
  await confirmChange({question, yes: true}, nobody)
  expect(terminal.yesOrNo).not.toHaveBeenCalled()
})

it('asks on a terminal, and takes no for an answer', async () => {
  const terminal = somebody(true)
  await confirmChange({question, yes: false}, terminal)
  expect(terminal.yesOrNo).toHaveBeenCalledWith(question)
  await expect(confirmChange({question, yes: false}, somebody(false))).rejects.toMatchObject({
    code: 'REFUSED',
    exitCode: 5,
    message: 'nothing was changed',
  })
})

it('refuses without a terminal, whatever the environment says', async () => {
  vi.stubEnv('KBOOK_YES', 'true')
  vi.stubEnv('KBOOK_CONFIRM', 'prod')
  await expect(confirmChange({question, yes: false}, nobody)).rejects.toMatchObject({
    code: 'REFUSED',
    exitCode: 5,
  })
  await expect(confirmChange({question, yes: false, protectedName: 'prod'}, nobody)).rejects.toMatchObject({
    code: 'PROTECTED',
    exitCode: 5,
  })
  vi.unstubAllEnvs()
})

it('wants the name of a protected cluster: --yes is not enough', async () => {
  const change = {question, yes: true, protectedName: 'prod'}
  await expect(confirmChange(change, nobody)).rejects.toMatchObject({code: 'PROTECTED'})
  await confirmChange({...change, confirm: 'prod'}, nobody)
  await confirmChange(change, somebody('prod '))
  await expect(confirmChange({...change, confirm: 'dev'}, nobody)).rejects.toMatchObject({code: 'PROTECTED'})
  await expect(confirmChange(change, somebody('pro'))).rejects.toMatchObject({code: 'PROTECTED'})
  await expect(confirmChange(change, somebody(''))).rejects.toMatchObject({code: 'PROTECTED'})
})

it('says why a cluster that nobody knows is taken for a protected one, and how to teach its id', async () => {
  const change = {question, yes: true, protectedName: 'prod', assumed: true}
  const refused = confirmChange(change, nobody)
  await expect(refused).rejects.toMatchObject({code: 'PROTECTED', exitCode: 5})
  await expect(refused).rejects.toThrow(
    /may be the cluster that profile "prod" guards: its cluster id is not known/,
  )
  await expect(refused).rejects.toMatchObject({
    hints: [
      expect.stringMatching(/^kbook cluster ping --profile prod /),
      expect.stringMatching(/^--confirm prod /),
    ],
  })
  await confirmChange({...change, confirm: 'prod'}, nobody)
})
