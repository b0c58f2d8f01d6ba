import {setTimeout as sleep} from 'node:timers/promises'
import type {KafkaConnection} from '../../src/lib/config/connection.js'
import {openCluster} from '../../src/lib/kafka/cluster.js'
import {produce} from '../../src/lib/kafka/produce.js'
import {incident} from './consumer.js'

const PACE_MS = 100

/** Publishes incident after incident, `0`, `1`, …, to one partition after the other, until it is stopped. */
export class Trickle {
  /** So many incidents are on the brokers. */
  published = 0
  private stopped = false
  private readonly running: Promise<void>

  constructor(
    private readonly connection: KafkaConnection,
    private readonly topic: string,
    private readonly partitions: number,
  ) {
    this.running = this.run()
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.running
  }

  private async run(): Promise<void> {
    // Not kafkajs, which may wait for ever for a broker that hangs.
    const cluster = openCluster({...this.connection, connectTimeoutMs: 1000, requestTimeoutMs: 3000})
    while (!this.stopped) {
      const partition = this.published % this.partitions
      const value = Buffer.from(incident(String(this.published)))
      const record = {key: null, value, headers: [], timestamp: Date.now()}
      // One that failed may be on the broker all the same, and is sent again: that makes no second incident.
      const done = await produce(cluster, {topic: this.topic, partition}, [record]).then(
        () => true,
        () => false,
      )
      if (done) this.published++
      await sleep(PACE_MS)
    }
    await cluster.close()
  }
}
