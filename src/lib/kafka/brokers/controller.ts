import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {describeQuorum} from '../quorum/describe.js'

/**
 * Id of the controller in charge; undefined where this user may not know. In KRaft only the quorum tells: the
 * cluster's metadata name any broker, so that clients have somewhere to send requests for the controller.
 */
export async function activeController(cluster: Cluster): Promise<number | undefined> {
  try {
    return (await describeQuorum(cluster)).leaderId
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return error.code === 'UNSUPPORTED' ? (await cluster.info()).controllerId : undefined
  }
}
