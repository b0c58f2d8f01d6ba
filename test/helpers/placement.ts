import type {KafkaConnection} from '../../src/lib/config/connection.js'
import {kafkaClient} from './kafka.js'

export interface PlacedPartition {
  leader: number
  replicas: number[]
  isr: number[]
}

/** Where the partitions of a topic are, as kafkajs sees it, in the order of their numbers. */
export async function partitionsOf(connection: KafkaConnection, topic: string): Promise<PlacedPartition[]> {
  const admin = kafkaClient(connection).admin()
  await admin.connect()
  const {topics} = await admin.fetchTopicMetadata({topics: [topic]}).finally(() => admin.disconnect())
  return (topics[0]?.partitions ?? [])
    .sort((a, b) => a.partitionId - b.partitionId)
    .map(({isr, leader, replicas}) => ({isr, leader, replicas}))
}

export const replicasOf = async (connection: KafkaConnection, topic: string): Promise<number[][]> =>
  (await partitionsOf(connection, topic)).map(({replicas}) => replicas)
