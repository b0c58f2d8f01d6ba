import {expect, it} from 'vitest'
import type {Cluster} from '../../../../../src/lib/kafka/cluster.js'
import {listUsers} from '../../../../../src/lib/kafka/users/list.js'
import {planCreateUser} from '../../../../../src/lib/kafka/users/plan.js'

/** Answers as a broker that has this user; keeps what it was asked. */
function clusterWith(user: string): {cluster: Cluster; asked: unknown[]} {
  const asked: unknown[] = []
  const toAny = (_api: string, body: unknown): Promise<unknown> => {
    asked.push(body)
    const credentialInfos = [{mechanism: 2, iterations: 4096}]
    return Promise.resolve({
      errorCode: 0,
      errorMessage: null,
      results: [{user, errorCode: 0, credentialInfos}],
    })
  }
  return {cluster: {toAny} as unknown as Cluster, asked}
}

it('asks for all users without null, over which brokers stumble when they refuse', async () => {
  const {cluster, asked} = clusterWith('alice')
  expect(await listUsers(cluster)).toMatchObject([{user: 'alice'}])
  expect(asked).toEqual([{users: []}])
})

it('prints a name as one word of a shell', async () => {
  const user = 'x; reboot'
  const {cluster} = clusterWith(user)
  await expect(planCreateUser(cluster, user, ['SCRAM-SHA-512'], 4096)).rejects.toMatchObject({
    hints: ["kbook user set-password 'x; reboot'"],
  })
})
