import {expect, it} from 'vitest'
import {saltPassword} from '../../../../../src/lib/kafka/users/salted-password.js'

// RFC 7677, section 3: user "user", password "pencil".
it('derives what RFC 5802 calls the salted password', async () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
  const {saltedPassword} = await saltPassword('pencil', 'SCRAM-SHA-256', 4096, salt)
  const {createHash, createHmac} = await import('node:crypto')
  const message =
    'n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,' +
    's=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0'
  const clientKey = createHmac('sha256', saltedPassword).update('Client Key').digest()
  const stored = createHash('sha256').update(clientKey).digest()
  const signature = createHmac('sha256', stored).update(message).digest()
  const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))
  expect(Buffer.from(proof).toString('base64')).toBe('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=')
})

it('takes another salt each time, and as many bytes as the hash has', async () => {
  const [one, two] = await Promise.all([
    saltPassword('pw', 'SCRAM-SHA-512', 4096),
    saltPassword('pw', 'SCRAM-SHA-512', 4096),
  ])
  expect(one.salt.equals(two.salt)).toBe(false)
  expect(one.saltedPassword).toHaveLength(64)
})
