import {expect, it} from 'vitest'
import ClusterApiVersions from '../../../src/commands/cluster/api-versions.js'
import ClusterInfo from '../../../src/commands/cluster/info.js'
import ClusterPing from '../../../src/commands/cluster/ping.js'
import ClusterQuorum from '../../../src/commands/cluster/quorum.js'
import TransactionsAbort from '../../../src/commands/cluster/transactions/abort.js'
import TransactionsDescribe from '../../../src/commands/cluster/transactions/describe.js'
import TransactionsFindHanging from '../../../src/commands/cluster/transactions/find-hanging.js'
import TransactionsList from '../../../src/commands/cluster/transactions/list.js'
import type {ApiVersionsReport} from '../../../src/lib/kafka/cluster-info/api-versions.js'
import type {ClusterReport} from '../../../src/lib/kafka/cluster-info/types.js'
import {onEachCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaClient, kafkaTool, uniqueName, until} from '../../helpers/kafka.js'

onEachCluster((cluster, kind) => {
  const redpanda = kind === 'Redpanda'

  it('info: brokers, counts and the controller', async () => {
    const {run, size, sandbox} = await cluster()
    const topic = uniqueName('cluster-info')
    await createTopic(sandbox.connection(), topic, {partitions: 2, replicas: size})
    const {stdout, exitCode} = await run(ClusterInfo, 'cluster:info')
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`cluster id ${sandbox.clusterId}`)
    const report = (await run(ClusterInfo, 'cluster:info', '--json')).json().result as ClusterReport
    expect(report.brokers).toHaveLength(size)
    expect(report.clusterId).toBe(sandbox.clusterId)
    expect(report.partitions).toBeGreaterThanOrEqual(2)
    expect(report).toMatchObject({missingBrokers: [], failed: []})
    if (redpanda) return
    expect(report.brokers.map(({version}) => version)).toContain('4.1')
    expect(report.features).toContainEqual({
      name: 'metadata.version',
      level: 27,
      supported: expect.any(Number) as number,
      release: '4.1-IV1',
    })
    const {stdout: status} = await kafkaTool(sandbox, 'metadataQuorum', ['describe', '--status'])
    expect(status).toMatch(new RegExp(`LeaderId: +${report.controllerId ?? '?'}\n`))
  })

  it('ping: each step, for each address', async () => {
    const {run, size} = await cluster()
    const {json, exitCode, stdout} = await run(ClusterPing, 'cluster:ping', '--json')
    expect(exitCode, stdout).toBe(0)
    const {addresses} = json().result as {addresses: {brokers: number[]; steps: {step: string}[]}[]}
    expect(addresses.flatMap(({brokers}) => brokers)).toHaveLength(size)
    const secure = kind === 'SASL over TLS'
    const steps = ['tcp', ...(secure ? ['tls'] : []), 'api-versions', ...(secure ? ['sasl'] : []), 'metadata']
    for (const one of addresses) expect(one.steps.map(({step}) => step)).toEqual(steps)
    const {stdout: text} = await run(ClusterPing, 'cluster:ping', '--certificates')
    expect(text).toMatch(size === 1 ? /✔ 1 address answers/ : /✔ 3 addresses answer/)
    if (secure)
      expect(text).toMatch(/subject {2}CN=broker\n.*DNS:localhost, IP Address:127.0.0.1\n.*\n.*days left/)
  })

  it('api-versions: as the brokers say it', async () => {
    const {run, size, sandbox} = await cluster()
    const {stdout, exitCode} = await run(ClusterApiVersions, 'cluster:api-versions')
    expect(exitCode).toBe(0)
    expect(stdout).toContain(size === 1 ? 'on 1 broker\n' : 'on 3 brokers, all alike')
    const one = await run(ClusterApiVersions, 'cluster:api-versions', '1', '--json')
    const {apis, brokers} = one.json().result as ApiVersionsReport
    expect(brokers).toEqual([1])
    if (redpanda) {
      expect(apis.find(({name}) => name === 'Produce')?.versions).toMatchObject([{to: 7}])
      return
    }
    const {stdout: theirs} = await kafkaTool(sandbox, 'brokerApiVersions', [])
    for (const {key, name, versions} of apis) {
      const [{from, to} = {from: -1, to: -1}] = versions
      const range = from === to ? String(from) : `${from} to ${to}`
      expect(theirs).toContain(`${name}(${key}): ${range} [`)
    }
  })

  it('quorum: leader, voters and what each has', async () => {
    const {run, size, sandbox} = await cluster()
    const {json, exitCode} = await run(ClusterQuorum, 'cluster:quorum', '--json')
    if (redpanda) {
      expect(exitCode).toBe(7)
      expect(json()).toMatchObject({ok: false, error: {code: 'UNSUPPORTED'}})
      return
    }
    expect(exitCode).toBe(0)
    const quorum = json().result as {leaderId: number; leaderEpoch: number; voters: {role: string}[]}
    expect(quorum.voters.map(({role}) => role)).toEqual(
      size === 1 ? ['leader'] : ['leader', 'voter', 'voter'],
    )
    const {stdout: status} = await kafkaTool(sandbox, 'metadataQuorum', ['describe', '--status'])
    expect(status).toMatch(new RegExp(`LeaderId: +${quorum.leaderId}\n`))
    expect(status).toMatch(new RegExp(`LeaderEpoch: +${quorum.leaderEpoch}\n`))
    const {stdout} = await run(ClusterQuorum, 'cluster:quorum')
    expect(stdout).toMatch(size === 1 ? /no voter may fail/ : /1 voter may fail/)
  })

  it('transactions: listed and described, none of them hangs, and one under way is not aborted', async () => {
    const {run, sandbox} = await cluster()
    const topic = uniqueName('transactions')
    const id = uniqueName('payments')
    await createTopic(sandbox.connection(), topic)
    const producer = kafkaClient(sandbox.connection()).producer({
      transactionalId: id,
      transactionTimeout: 60_000,
      maxInFlightRequests: 1,
    })
    await producer.connect()
    const transaction = await producer.transaction()
    await transaction.send({topic, messages: [{value: 'a', partition: 0}]})
    try {
      const listed = await run(TransactionsList, 'cluster:transactions:list', '--state', 'Ongoing', '--json')
      const found = listed.json().result as {transactions: {transactionalId: string; producerId: string}[]}
      const own = found.transactions.find((one) => one.transactionalId === id)
      expect(own).toMatchObject({state: 'Ongoing'})

      const described = await run(TransactionsDescribe, 'cluster:transactions:describe', id, '--json')
      expect(described.json().result).toMatchObject([
        {transactionalId: id, state: 'Ongoing', timeoutMs: 60_000, partitions: [{topic, partition: 0}]},
      ])
      const {stdout: theirs} = await kafkaTool(sandbox, 'transactions', [
        'describe',
        '--transactional-id',
        id,
      ])
      expect(theirs).toContain(own?.producerId ?? '?')
      const {stdout} = await run(TransactionsDescribe, 'cluster:transactions:describe', id, 'nobody')
      expect(stdout).toMatch(
        /Ongoing · open for .*\n[^]*partitions {3}transactions-\w+-0\n[^]*! nobody .*is not known/,
      )

      const hanging = await run(
        TransactionsFindHanging,
        'cluster:transactions:find-hanging',
        '--topic',
        topic,
        '--max-transaction-timeout',
        '0s',
      )
      expect(hanging).toMatchObject({exitCode: 0, stdout: '✔ no hanging transaction in 1 partition\n'})

      const argv = ['--topic', topic, '--partition', '0', '--start-offset', '0', '--yes', '--json']
      const abort = await run(TransactionsAbort, 'cluster:transactions:abort', ...argv)
      const expected = redpanda ? ['UNSUPPORTED', 7] : ['REFUSED', 5]
      expect([abort.json().error?.code, abort.exitCode]).toEqual(expected)
    } finally {
      await transaction.commit()
      await producer.disconnect()
    }
    if (redpanda) return
    // Until its marker is written the transaction is still under way.
    const late = ['--topic', topic, '--partition', '0', '--start-offset', '0', '--yes', '--json']
    const gone = await until(async () => {
      const answer = await run(TransactionsAbort, 'cluster:transactions:abort', ...late)
      return answer.json().error?.code !== 'REFUSED' && answer
    })
    expect(gone.json()).toMatchObject({ok: false, error: {code: 'NOT_FOUND', exitCode: 2}})
  })

  it.each([
    ['a broker that is not there', ClusterApiVersions, ['99'], 'NOT_FOUND'],
    ['a broker that is no number', ClusterApiVersions, ['one'], 'BAD_FLAG'],
    ['a transactional id that nobody knows', TransactionsDescribe, ['nobody-has-this'], 'NOT_FOUND'],
    ['a state that there is not', TransactionsList, ['--state', 'Open'], 'BAD_FLAG'],
    ['a producer id that is no number', TransactionsList, ['--producer-id', 'x'], 'BAD_FLAG'],
    ['a topic that there is not', TransactionsFindHanging, ['--topic', 'nope'], 'TOPIC_NOT_FOUND'],
    ['a span without a unit', TransactionsFindHanging, ['--max-transaction-timeout', '9'], 'BAD_INPUT'],
    ['an abort of nothing', TransactionsAbort, ['--topic', 't', '--partition', '0'], 'BAD_FLAG'],
    [
      'an offset that is none',
      TransactionsAbort,
      ['--topic', 't', '--partition', '0', '--start-offset', '-1'],
      'BAD_FLAG',
    ],
  ])('refuses %s', async (_what, command, argv, code) => {
    const {json, exitCode} = await (await cluster()).run(command, 'cluster:test', ...argv, '--json')
    expect(json()).toMatchObject({ok: false, error: {code}})
    expect(exitCode).toBe(2)
  })
})
