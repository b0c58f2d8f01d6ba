// Modules of kafkajs 2.2.4 that are used apart from its index, which would load all of it.

interface ScramMessage {
  request: {encode(): Promise<Buffer>}
  response: {decode(raw: Buffer): Promise<unknown>; parse(data: unknown): Promise<unknown>}
}

type ScramProvider = (credentials: {
  username: string
  password: string
}) => (context: {
  host: string
  port: number
  logger: {debug(...values: unknown[]): void; error(...values: unknown[]): void}
  saslAuthenticate(message: ScramMessage): Promise<unknown>
}) => {authenticate(): Promise<void>}

declare module 'kafkajs/src/broker/saslAuthenticator/scram256.js' {
  const provider: ScramProvider
  export default provider
}

declare module 'kafkajs/src/broker/saslAuthenticator/scram512.js' {
  const provider: ScramProvider
  export default provider
}
