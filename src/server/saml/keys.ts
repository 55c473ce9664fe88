import type { Certificate } from '../../apps/saml/certificates.ts'
import { keysOf, readPair, readPublished, type SamlKeys, type SigningPair } from '../../apps/saml/keys.ts'
import { selfSigned } from '../../apps/saml/self-signed.ts'
import type { SamlKeyConfig } from '../../config/config.ts'
import { describe, read, type Surroundings } from '../../config/secrets.ts'
import { Halt } from '../../errors.ts'
import type { Log } from '../../plugin.ts'
import type { Keyring } from '../keyring.ts'

interface KeysHost {
  keyring: Keyring
  surroundings: Surroundings
  now: number
  random: (bytes: number) => Buffer
  log: Log
}

const dayMs = 86_400_000
const warnedDays = 60

/**
 * `keys.saml`: the first with a key signs, all are published. Where none has a key, the one that is made at the first
 * start does, and is published before them. Throws {@link Halt} for what must not be signed with.
 */
export async function samlKeys(listed: readonly SamlKeyConfig[] = [], host: KeysHost): Promise<SamlKeys> {
  const entries = listed.map((entry, index) => readEntry(entry, `keys.saml[${index}]`, host))
  const own = entries.flatMap(({ pair }) => pair ?? [])[0]
  const signing = own ?? (await madePair(host))
  const { until } = signing.certificate
  if (until <= host.now)
    throw new Halt(
      'the certificate that assertions are signed with has expired',
      'list a new one in keys.saml, and give the apps the new metadata',
    )
  if (until - host.now < warnedDays * dayMs)
    host.log.warn(
      { daysLeft: Math.floor((until - host.now) / dayMs) },
      'the SAML certificate ends soon: publish the next one',
    )
  return keysOf(
    signing,
    entries.map(({ certificate }) => certificate),
  )
}

function readEntry(
  { key, certificate }: SamlKeyConfig,
  place: string,
  { surroundings }: KeysHost,
): { certificate: Certificate; pair?: SigningPair } {
  try {
    const pem = read(certificate, surroundings)
    if (key === undefined) return { certificate: readPublished(pem) }
    const pair = readPair(read(key, surroundings), pem)
    return { certificate: pair.certificate, pair }
  } catch (error) {
    const where = key === undefined ? describe(certificate) : `${describe(key)}, ${describe(certificate)}`
    throw new Halt(`${place} (${where}): ${(error as Error).message}`, 'nothing was started')
  }
}

/** Made once for all servers of a database. */
async function madePair({ keyring, now, random }: KeysHost): Promise<SigningPair> {
  const [newest] = await keyring.of('saml', () => selfSigned('sso-kit', { now, random }))
  const pem = newest?.secret ?? ''
  return readPair(pem, pem)
}
