import {loadConfigFile} from '../config/config-file.js'
import {configFilePath} from '../config/paths.js'
import type {ProfileSettings} from '../config/settings.js'
import {removeProfile, saveProfile} from '../config/store.js'
import {KbookError} from '../errors.js'
import {layout, profileName} from './paths.js'
import type {Sandbox} from './sandbox.js'

/** A profile that connects as the sandbox's `admin`; the password stays in the sandbox's own file. */
export function profileSettings({dir, brokers, settings}: Sandbox): ProfileSettings {
  const files = layout(dir)
  return {
    brokers,
    ...(settings.tls || settings.mtls ? {'tls.ca': files.ca} : {}),
    ...(settings.mtls ? {'tls.cert': files.certificate('admin'), 'tls.key': files.key('admin')} : {}),
    ...(settings.sasl
      ? {
          'sasl.mechanism': 'scram-sha-512',
          'sasl.username': 'admin',
          'sasl.password_file': files.password('admin'),
        }
      : {}),
  }
}

/** Writes the sandbox's profile, current when no other is. Tells whether it is current now. */
export async function writeProfile(sandbox: Sandbox): Promise<boolean> {
  const name = profileName(sandbox.name)
  const {current} = await saveProfile(name, profileSettings(sandbox), {makeCurrentIfNone: true})
  return current === name
}

export async function dropProfile(sandbox: string): Promise<void> {
  const found = await findProfile(sandbox)
  if (found?.ours) await removeProfile(profileName(sandbox))
}

/** Throws `REFUSED` when the user has a profile of that name for another cluster: it is not ours to replace. */
export async function mustOwnProfile(sandbox: string): Promise<void> {
  const found = await findProfile(sandbox)
  if (!found || found.ours) return
  throw new KbookError('REFUSED', `profile "${profileName(sandbox)}" belongs to another cluster`, {
    hint: [
      'Give the sandbox a name: kbook sandbox up --name NAME',
      `Or remove it: kbook profile remove ${profileName(sandbox)}`,
    ],
  })
}

// A sandbox listens on the loopback only.
async function findProfile(sandbox: string): Promise<{ours: boolean} | undefined> {
  const {profiles} = await loadConfigFile(configFilePath())
  const profile = profiles.get(profileName(sandbox))
  return (
    profile && {ours: profile.settings.brokers?.every((broker) => broker.startsWith('127.0.0.1:')) ?? true}
  )
}
