import {expect, it} from 'vitest'
import {Sandbox} from '../../../../src/lib/sandbox/sandbox.js'
import {openSandbox} from '../../../../src/lib/sandbox/start.js'
import type {SandboxState} from '../../../../src/lib/sandbox/types.js'
import {scratchFolder} from '../../../helpers/scratch.js'

it('advice about a sandbox means that sandbox', async () => {
  const root = scratchFolder()
  await expect(openSandbox('big', root)).rejects.toMatchObject({hints: ['kbook sandbox up --name big']})
  await expect(openSandbox('default', root)).rejects.toMatchObject({hints: ['kbook sandbox up']})
  const nodes = [1, 2, 3].map((id) => ({id, ports: {client: id}}))
  const state = {name: 'big', nodes} as unknown as SandboxState
  const sandbox = new Sandbox({dir: root, state, runtime: () => Promise.reject(new Error('not started'))})
  await expect(sandbox.restartBroker(1)).rejects.toMatchObject({
    hints: ['kbook sandbox up --name big starts all that do not run'],
  })
  await expect(sandbox.killBroker(1)).rejects.toMatchObject({
    hints: ['kbook sandbox restart-broker 1 --name big'],
  })
})
