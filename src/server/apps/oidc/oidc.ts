import { emailOf } from '../../../accounts/email.ts'
import { findPerson } from '../../../accounts/person.ts'
import { accessTo } from '../../../apps/access.ts'
import { clientOf, isOidc, type OidcClient } from '../../../apps/oidc/client.ts'
import { discoveryOf } from '../../../apps/oidc/discovery.ts'
import { type Algorithm, publicJwks, type SigningJwk } from '../../../apps/oidc/keys.ts'
import { openProvider, type Provider, type ProviderHost } from '../../../apps/oidc/provider.ts'
import type { Context } from '../../context.ts'
import { asSsoError } from '../../failures.ts'
import { signingKeys } from './keys.ts'

export interface Oidc {
  /** By client id; a closed app is none. */
  readonly clients: ReadonlyMap<string, OidcClient>
  /** As the keys are now. */
  provider(): Promise<Provider>
  /** JSON. */
  readonly discovery: Buffer
  /** The public keys as JSON; a promise only where they have to be read first. */
  jwks(): Buffer | Promise<Buffer>
}

export type OidcHost = Pick<
  Context,
  'config' | 'storage' | 'apps' | 'keyring' | 'now' | 'random' | 'log' | 'sources'
>

/** What follows from the keys, as they were read. */
interface InForce {
  /** Of the keys, in order: the first of an algorithm signs. */
  ids: string
  readAt: number
  /** Loaded when it is asked for: who only reads the public keys does not need it. */
  provider(): Promise<Provider>
  jwks: Buffer
}

/** How long a server goes by the keys it has read: nothing beside how long a new one is announced ahead. */
const readAgainMs = 60_000

/** The OpenID provider of the file's apps; undefined where there is none that needs it. Nothing is loaded or made yet. */
export function oidcOf(host: OidcHost): Oidc | undefined {
  const { config, storage, apps, now, random, log, sources } = host
  const open = [...apps.values()].filter(app => isOidc(app.config) && app.config.enabled)
  if (![...apps.values()].some(app => isOidc(app.config))) return undefined
  const clients = new Map(
    open.map(app => {
      const client = clientOf({ id: app.config.id, type: app.config.type, options: app.options })
      return [client.clientId, client]
    }),
  )
  const others = [...clients.values()].some(({ algorithm }) => algorithm === 'ES256')
  const algorithms: Algorithm[] = others ? ['RS256', 'ES256'] : ['RS256']

  let current: InForce | undefined
  let reading: Promise<InForce> | undefined
  const isCurrent = () => current !== undefined && now() - current.readAt < readAgainMs

  /** However many ask at once, they are read once. */
  function inForce(): Promise<InForce> {
    reading ??= read()
      .then(found => {
        current = found
        return found
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }

  const hostWith = (keys: SigningJwk[]): ProviderHost => ({
    issuer: config.publicUrl,
    storage,
    now,
    newId: () => random(16).toString('hex'),
    permissions: config.permissions,
    clients,
    keys,
    isOpen: source => sources.get(source)?.config.enabled === true,
    async person(accountId, app) {
      const opened = apps.get(app)
      const person = opened && (await findPerson(accountId, storage, config))
      return person && accessTo(opened.config, person).allowed ? person : undefined
    },
    email: person => emailOf(person, storage, config),
    fault(error) {
      const { code, status } = asSsoError(error)
      log.warn(
        { code, cause: String((error as Error).stack ?? error).slice(0, 1024) },
        'an app got no answer',
      )
      return status
    },
    noticed: said => log.info({ said }, 'the OpenID library'),
  })

  async function read(): Promise<InForce> {
    const readAt = now()
    const keys = (await Promise.all(algorithms.map(algorithm => signingKeys(host, algorithm)))).flat()
    const ids = keys.map(({ kid }) => kid).join()
    if (current?.ids === ids) return { ...current, readAt }
    let opened: Promise<Provider> | undefined
    const provider = () => {
      opened ??= openProvider(hostWith(keys))
      return opened
    }
    return { ids, readAt, provider, jwks: json(publicJwks(keys)) }
  }

  return {
    clients,
    discovery: json(discoveryOf(config.publicUrl, algorithms)),
    provider: async () => (isCurrent() && current ? current : await inForce()).provider(),
    jwks: () => (isCurrent() && current ? current.jwks : inForce().then(({ jwks }) => jwks)),
  }
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
