import {expect, it} from 'vitest'
import type {Cluster} from '../../../../src/lib/kafka/cluster.js'
import {askOffsets} from '../../../../src/lib/kafka/list-offsets.js'

it.each([-1, -2, -3, -4])('never asks for a time that stands for something else: %d', async (timestamp) => {
  const cluster = {toBroker: () => Promise.reject(new Error('asked'))} as unknown as Cluster
  const where = [{topic: 't', partition: 0}]
  await expect(askOffsets(cluster, 1, where, {timestamp})).rejects.toMatchObject({code: 'BAD_INPUT'})
})
