import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {attempt} from '../lag/attempt.js'
import type {ApiVersionsResponse} from '../protocol/apis/api-versions.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {KbookError} from '../../errors.js'

export interface BrokerVersions {
  readonly id: number
  readonly answer: ApiVersionsResponse | KbookError
}

/** What each broker says that it speaks, all of them at once; of `ids` only when given. */
export async function brokerVersions(cluster: Cluster, ids?: readonly number[]): Promise<BrokerVersions[]> {
  const wanted = ids ?? (await cluster.info()).brokers.map(({id}) => id)
  return Promise.all(
    wanted.map(async (id) => {
      const answer = await attempt(() => askBroker(cluster, id))
      return {id, answer: 'error' in answer ? answer.error : answer.value}
    }),
  )
}

async function askBroker(cluster: Cluster, id: number): Promise<ApiVersionsResponse> {
  const body = (version: number) =>
    version >= 3 ? {clientSoftwareName: 'kbook', clientSoftwareVersion: '1'} : {}
  const answer = await cluster.toBroker(id, 'ApiVersions', body)
  if (answer.errorCode !== ERROR_CODE.none) throw kafkaError(answer.errorCode, `broker ${id}`)
  return answer
}
