import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import AclCreate from '../../../src/commands/acl/create.js'
import AclDelete from '../../../src/commands/acl/delete.js'
import TransactionsAbort from '../../../src/commands/cluster/transactions/abort.js'
import TransactionsFindHanging from '../../../src/commands/cluster/transactions/find-hanging.js'
import UserCreate from '../../../src/commands/user/create.js'
import UserDelete from '../../../src/commands/user/delete.js'
import {testCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaClient, uniqueName, until} from '../../helpers/kafka.js'
import {scratchFolder} from '../../helpers/scratch.js'

const HOUR_AGO = Date.now() - 3_600_000

it('leaves alone a transaction that coordinators keep from this user, and names the ACL', async () => {
  const admin = await testCluster('SASL over TLS')
  const [topic, user] = [uniqueName('secret'), uniqueName('ops')]
  const file = join(scratchFolder(), 'password')
  await writeFile(file, `${uniqueName('hunter')}\n`, {mode: 0o600})
  await createTopic(admin.sandbox.connection(), topic, {partitions: 1})
  await admin.run(UserCreate, 'user:create', user, '--password-file', file, '--yes')
  const acl = (verb: unknown, id: string, ...argv: string[]): Promise<{exitCode: number}> =>
    admin.run(verb, id, '--allow-principal', `User:${user}`, ...argv, '--yes')
  const operations = ['Describe', 'Alter', 'DescribeConfigs'].flatMap((one) => ['--operation', one])
  await acl(AclCreate, 'acl:create', ...operations, '--cluster')
  for (const name of [topic, '__transaction_state']) {
    await acl(AclCreate, 'acl:create', '--operation', 'Read', '--topic', name)
  }
  const producer = kafkaClient(admin.sandbox.connection()).producer({
    transactionalId: uniqueName('payments'),
    maxInFlightRequests: 1,
    idempotent: true,
  })
  await producer.connect()
  try {
    const transaction = await producer.transaction()
    await transaction.send({topic, messages: [{value: 'a', timestamp: String(HOUR_AGO)}]})

    const ops = await testCluster('SASL over TLS', {'sasl.username': user, 'sasl.password_file': file})
    const found = await until(async () => {
      const run = await ops.run(
        TransactionsFindHanging,
        'cluster:transactions:find-hanging',
        '--topic',
        topic,
      )
      return run.exitCode !== 4 && run.exitCode !== 2 && run
    })
    expect(found.exitCode).toBe(6)
    expect(found.stdout).toContain('? no hanging transaction seen in 1 partition')
    const at = ['--topic', topic, '--partition', '0', '--start-offset', '0', '--yes']
    const abort = await ops.run(TransactionsAbort, 'cluster:transactions:abort', ...at)
    expect(abort.exitCode).toBe(5)
    expect(abort.stderr).toContain("--operation Describe --transactional-id '*'")

    await acl(AclCreate, 'acl:create', '--operation', 'Describe', '--transactional-id', '*')
    const seen = await until(async () => {
      const run = await ops.run(TransactionsAbort, 'cluster:transactions:abort', ...at)
      return run.stderr.includes('its coordinator has it as Ongoing') && run
    })
    expect(seen.exitCode).toBe(5)
    await transaction.commit()
  } finally {
    await producer.disconnect()
    for (const where of [['--cluster'], ['--topic', '__transaction_state'], ['--transactional-id', '*']]) {
      await acl(AclDelete, 'acl:delete', ...where)
    }
    await acl(AclDelete, 'acl:delete', '--topic', topic)
    await admin.run(UserDelete, 'user:delete', user, '--yes')
  }
})
