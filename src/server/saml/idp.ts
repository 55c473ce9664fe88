import { emailOf, emailsOf } from '../../accounts/email.ts'
import { type Person, peopleOf } from '../../accounts/person.ts'
import { openAlibabaCloud } from '../../apps/alibaba-cloud/open.ts'
import type { Known, SamlApp, Who } from '../../apps/saml/app.ts'
import type { SamlKeys } from '../../apps/saml/keys.ts'
import { openSamlApp } from '../../apps/saml/open.ts'
import type { Config } from '../../config/config.ts'
import type { Surroundings } from '../../config/secrets.ts'
import { Halt } from '../../errors.ts'
import type { Log } from '../../plugin.ts'
import type { Storage } from '../../storage/storage.ts'
import type { OpenApps } from '../apps/apps.ts'
import type { Keyring } from '../keyring.ts'
import { samlKeys } from './keys.ts'

/** The identity provider for the apps that speak SAML. */
export interface Idp {
  readonly entityId: string
  readonly keys: SamlKeys
  /** By the id of the app; closed ones are not in it. */
  readonly apps: ReadonlyMap<string, SamlApp>
  /** What an app may be told of somebody who may enter. */
  who(person: Person): Promise<Who>
  /** Of the app of this id. */
  known(app: string): Known
}

interface IdpHost {
  keyring: Keyring
  storage: Storage
  surroundings: Surroundings
  now: () => number
  random: (bytes: number) => Buffer
  log: Log
}

const openers = { saml: openSamlApp, 'alibaba-cloud': openAlibabaCloud } as const

const isSaml = (type: string): type is keyof typeof openers => Object.hasOwn(openers, type)

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
  if (faults.length > 0) throw new Halt(faults.join('\n'), 'nothing was started')
  const keys = await samlKeys(config.keys?.saml, { ...host, now: host.now() })
  const [names] = await host.keyring.of('saml-names', async () => host.random(32).toString('base64'))
  const namesKey = Buffer.from(names?.secret ?? '', 'base64')
  return {
    entityId: `${config.publicUrl}/saml/metadata`,
    keys,
    apps: opened,
    known: app => ({
      async everybody() {
        const { accounts, bindings } = host.storage
        const people = peopleOf(await accounts.list(), await bindings.list(), config)
        const emails = emailsOf(people)
        return people.map(person => ({ person, email: emails.get(person.account.id), namesKey }))
      },
      nameAt: async accountId =>
        (await host.storage.provisioned.find(app, 'user', accountId))?.knownAs ?? undefined,
    }),
    who: async person => ({ person, email: await emailOf(person, host.storage, config), namesKey }),
  }
}
