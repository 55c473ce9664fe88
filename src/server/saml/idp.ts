import { openAlibabaCloud } from '../../apps/alibaba-cloud/open.ts'
import type { SamlApp } from '../../apps/saml/app.ts'
import type { SamlKeys } from '../../apps/saml/keys.ts'
import { type Knowing, knowing, type StillThere } from '../../apps/saml/known.ts'
import { openSamlApp } from '../../apps/saml/open.ts'
import type { Config } from '../../config/config.ts'
import type { Surroundings } from '../../config/secrets.ts'
import { Halt } from '../../errors.ts'
import type { Log } from '../../plugin.ts'
import type { Storage } from '../../storage/storage.ts'
import type { OpenApps } from '../apps/apps.ts'
import type { Keyring } from '../keyring.ts'
import { type ListedKey, readKeys, samlKeys } from './keys.ts'

/** The identity provider for the apps that speak SAML. */
export interface Idp extends Knowing {
  readonly entityId: string
  readonly keys: SamlKeys
  /** By the id of the app; closed ones are not in it. */
  readonly apps: ReadonlyMap<string, SamlApp>
}

interface IdpHost {
  keyring: Keyring
  storage: Storage
  /** `keys.saml`. */
  listed: readonly ListedKey[]
  now: () => number
  random: (bytes: number) => Buffer
  log: Log
  stillThere: StillThere
}

const openers = { saml: openSamlApp, 'alibaba-cloud': openAlibabaCloud } as const

const isSaml = (type: string): type is keyof typeof openers => Object.hasOwn(openers, type)

/** `keys.saml`, where an app of the file needs it. Throws {@link Halt} that names all that cannot be read. */
export const readSamlKeys = ({ apps, keys }: Config, surroundings: Surroundings): readonly ListedKey[] =>
  apps.some(({ type }) => isSaml(type)) ? readKeys(keys?.saml, surroundings) : []

/** Undefined where the file has no app that speaks SAML. Throws {@link Halt} that names all that cannot be opened. */
export async function openIdp(config: Config, apps: OpenApps, host: IdpHost): Promise<Idp | undefined> {
  if (!config.apps.some(({ type }) => isSaml(type))) return undefined
  const [opened, faults] = [new Map<string, SamlApp>(), [] as string[]]
  for (const [id, { config: app, options }] of apps) {
    if (!app.enabled || !isSaml(app.type)) continue
    try {
      const open = openers[app.type](options, config.permissions)
      if (open.certificates.length > 0 && open.certificates.every(({ until }) => until <= host.now()))
        host.log.warn({ app: id }, 'the certificate of the app has expired: what it signs is refused')
      opened.set(id, open)
    } catch (error) {
      const { cause, message } = error as Error
      faults.push(`app "${id}": ${typeof cause === 'string' ? cause : message}`)
    }
  }
  if (faults.length > 0) throw new Halt(faults.join('\n'))
  const keys = await samlKeys(host.listed, { ...host, now: host.now() })
  const [names] = await host.keyring.of('saml-names', async () => host.random(32).toString('base64'))
  const namesKey = Buffer.from(names?.secret ?? '', 'base64')
  return {
    entityId: `${config.publicUrl}/saml/metadata`,
    keys,
    apps: opened,
    ...knowing(host.storage, config, namesKey, host.stillThere),
  }
}
