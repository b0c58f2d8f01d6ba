import {createServer, type Server} from 'node:net'

// Below the range that systems give to outgoing connections (32768 or 49152 up): a client's own connection
// could otherwise sit on the port of a broker that is down, and keep it from coming back.
const FIRST = 20_000
const LAST = 29_999
const ATTEMPTS = 200

/** Ports on the loopback that nothing listens on right now. Another process may still be faster: retry then. */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = []
  const ports: number[] = []
  try {
    for (let attempt = 0; ports.length < count; attempt++) {
      if (attempt > ATTEMPTS) throw new Error(`no ${count} free ports between ${FIRST} and ${LAST}`)
      const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1))
      const server = await listen(port)
      if (!server) continue
      held.push(server)
      ports.push(port)
    }
  } finally {
    await Promise.all(held.map((server) => new Promise((done) => server.close(done))))
  }
  return ports
}

const listen = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({port, host: '127.0.0.1', exclusive: true}, () => resolve(server))
  })
