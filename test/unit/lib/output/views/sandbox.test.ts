import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {
  brokerChangeView,
  sandboxDownView,
  sandboxStatusView,
  sandboxUpView,
} from '../../../../../src/lib/output/views/sandbox.js'
import type {BrokerStatus, SandboxStatus} from '../../../../../src/lib/sandbox/status.js'

const broker = (id: number, state: BrokerStatus['state'] = 'up'): BrokerStatus => ({
  id,
  address: `127.0.0.1:2000${id}`,
  pid: state === 'down' ? null : 4000 + id,
  state,
})

const one: SandboxStatus = {
  name: 'default',
  profile: 'sandbox',
  clusterId: 'MkU3OEVBNTcwNTJENDM2Qg',
  security: 'PLAINTEXT',
  brokers: [broker(1)],
  dir: '/state/default',
  clientProperties: null,
}
const three: SandboxStatus = {
  ...one,
  name: 'big',
  profile: 'sandbox-big',
  security: 'SASL_SSL scram-sha-512',
  brokers: [broker(1), broker(2, 'down'), broker(3)],
  dir: '/state/big',
  clientProperties: '/state/big/secrets/admin.properties',
}

describe('in plain text', () => {
  beforeEach(() => vi.stubEnv('NO_COLOR', '1'))
  afterEach(() => vi.unstubAllEnvs())

  test('up names what to try next', () => {
    const up = {...one, alreadyUp: false, took: 2400, currentProfile: true}
    expect(sandboxUpView(up)).toMatchInlineSnapshot(`
      "✔ sandbox default · up in 2.4s · PLAINTEXT

          BROKER  ADDRESS          STATE   PID
               1  127.0.0.1:20001  up     4001

      profile sandbox reaches it, and is the current one
        kbook lag describe --all
        kbook sandbox down"
    `)
    expect(sandboxUpView({...up, alreadyUp: true, currentProfile: false})).toMatchInlineSnapshot(`
      "✔ sandbox default · up already · PLAINTEXT

          BROKER  ADDRESS          STATE   PID
               1  127.0.0.1:20001  up     4001

      profile sandbox reaches it: kbook profile use sandbox, or --profile sandbox
        kbook lag describe --all --profile sandbox
        kbook sandbox down"
    `)
  })

  test('status shows what is down, and how to connect', () => {
    expect(sandboxStatusView([one, three])).toMatchInlineSnapshot(`
      "✔ sandbox default · 1 broker up · PLAINTEXT

          BROKER  ADDRESS          STATE   PID
               1  127.0.0.1:20001  up     4001

         kbook          --profile sandbox
         Kafka's tools  --bootstrap-server 127.0.0.1:20001
         logs           /state/default/node-*/broker.log

      ! sandbox big · 2 of 3 brokers up · SASL_SSL scram-sha-512

          BROKER  ADDRESS          STATE   PID
               1  127.0.0.1:20001  up     4001
       !       2  127.0.0.1:20002  down      -
               3  127.0.0.1:20003  up     4003

         kbook          --profile sandbox-big
         Kafka's tools  --bootstrap-server 127.0.0.1:20001
                        --command-config /state/big/secrets/admin.properties
         logs           /state/big/node-*/broker.log
         users          admin may do all, guest nothing yet"
    `)
    expect(sandboxStatusView([])).toMatchInlineSnapshot(`
      "no sandbox
        kbook sandbox up"
    `)
  })

  test('a change of a broker tells how the others are', () => {
    expect(brokerChangeView({change: 'killed', broker: 2, took: 40, sandbox: three})).toMatchInlineSnapshot(`
      "✔ killed broker 2 in 40ms · 2 of 3 brokers up
        kbook sandbox restart-broker 2 --name big"
    `)
    expect(
      brokerChangeView({change: 'restarted', broker: 1, took: 1300, sandbox: one}),
    ).toMatchInlineSnapshot(`"✔ restarted broker 1 in 1.3s · 1 broker up"`)
  })

  test('down says what became of the data', () => {
    expect(sandboxDownView({name: 'default', stopped: 1, kept: null})).toMatchInlineSnapshot(
      `"✔ sandbox default is down · 1 broker stopped · data removed"`,
    )
    expect(sandboxDownView({name: 'big', stopped: 3, kept: '/state/big'})).toMatchInlineSnapshot(
      `"✔ sandbox big is down · 3 brokers stopped · data kept in /state/big"`,
    )
  })
})
