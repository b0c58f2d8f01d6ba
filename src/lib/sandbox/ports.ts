import {once} from 'node:events'
import {createServer, type AddressInfo, type Server} from 'node:net'

// Below the range that systems give to outgoing connections (32768 or 49152 up): a client's own connection
// could otherwise sit on the port of a broker that is down, and keep it from coming back.
const FIRST = 20_000
const LAST = 29_999
const ATTEMPTS = 200

/** Binds a server to a random free port of the loopback. */
export async function listenOnFreePort(server: Server): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1))
    server.listen({port, host: '127.0.0.1', exclusive: true})
    try {
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
    }
  }
}

/** Ports on the loopback that nothing listens on right now. Another process may still be faster: retry then. */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = []
  try {
    const ports: number[] = []
    while (ports.length < count) {
      const server = createServer()
      ports.push(await listenOnFreePort(server))
      held.push(server)
    }
    return ports
  } finally {
    await Promise.all(held.map((server) => new Promise((done) => server.close(done))))
  }
}
