import { keysOf, type SamlKeys } from '../../apps/saml/keys.ts'
import { selfSigned } from '../../apps/saml/self-signed.ts'
import { type Certificate, readPair, readPublished, type SigningPair } from '../../certificates.ts'
import type { SamlKeyConfig } from '../../config/config.ts'
import { describe, read, type Surroundings } from '../../config/secrets.ts'
import { Halt } from '../../errors.ts'
import type { Log } from '../../plugin.ts'
import type { Keyring } from '../keyring.ts'

interface KeysHost {
  keyring: Keyring
  now: number
  random: (bytes: number) => Buffer
  log: Log
}

const dayMs = 86_400_000
const warnedDays = 60

/** An entry of `keys.saml`, read. */
export interface ListedKey {
  readonly certificate: Certificate
  readonly pair?: SigningPair
}

/**
 * `keys.saml`: the first with a key signs, all are published. Where none has a key, the one that is made at the first
 * start does, and is published before them. Throws {@link Halt} for what must not be signed with.
 */
export async function samlKeys(entries: readonly ListedKey[], host: KeysHost): Promise<SamlKeys> {
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

/** Throws {@link Halt} that names every entry that cannot be read. */
export function readKeys(
  listed: readonly SamlKeyConfig[] = [],
  surroundings: Surroundings,
): readonly ListedKey[] {
  const faults: string[] = []
  const read = listed.flatMap((entry, index) => {
    try {
      return readEntry(entry, surroundings)
    } catch (error) {
      faults.push(`keys.saml[${index}] ${(error as Error).message}`)
      return []
    }
  })
  if (faults.length > 0) throw new Halt(faults.join('\n'))
  return read
}

function readEntry({ key, certificate }: SamlKeyConfig, surroundings: Surroundings): ListedKey {
  try {
    const pem = read(certificate, surroundings)
    if (key === undefined) return { certificate: readPublished(pem) }
    const pair = readPair(read(key, surroundings), pem)
    return { certificate: pair.certificate, pair }
  } catch (error) {
    const where = key === undefined ? describe(certificate) : `${describe(key)}, ${describe(certificate)}`
    throw new Error(`(${where}): ${(error as Error).message}`)
  }
}

/** Made once for all servers of a database. */
async function madePair({ keyring, now, random }: KeysHost): Promise<SigningPair> {
  const [newest] = await keyring.of('saml', () => selfSigned('sso-kit', { now, random }))
  const pem = newest?.secret ?? ''
  return readPair(pem, pem)
}
