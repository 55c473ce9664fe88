import { findPerson, type Person } from '../accounts/person.ts'
import { roleOf } from '../accounts/role.ts'
import { type Explanation, explain } from '../apps/explain.ts'
import { knowing } from '../apps/saml/known.ts'
import { unsayable } from '../apps/unsayable.ts'
import type { AppConfig, Config, SourceConfig } from '../config/config.ts'
import { type ErrorCode, SsoError } from '../errors.ts'
import type { Account, Role } from '../model.ts'
import { signIn } from '../signin/signin.ts'
import type { Storage } from '../storage/storage.ts'
import { type Impossible, makeAccounts } from './before.ts'
import type { Scenario } from './file.ts'
import { identityOf } from './identity.ts'
import { type Telling, tellingOf } from './telling.ts'

export interface Surroundings {
  readonly config: Config
  readonly storage: Storage
  /** Milliseconds since 1970. */
  readonly now: number
  readonly newId: () => string
}

/** What came of a scenario. */
export type Outcome = Entered | Refused | { readonly impossible: Impossible }

export interface Refused {
  readonly refused: ErrorCode
  /** What the log of a server would say of it. */
  readonly cause: string | undefined
}

export interface Entered {
  readonly registered: boolean
  readonly account: Account
  readonly role: Role
  readonly person: Person
  /** Of every app of the file whether they may enter, and why. */
  readonly apps: ReadonlyMap<string, Explanation>
  /** What an app would tell of itself, where they may enter. */
  readonly telling: Telling
}

/** A scenario from its accounts to the apps, by the functions that `serve` runs. Opens nothing, and reads no reference. */
export async function play(scenario: Scenario, around: Surroundings): Promise<Outcome> {
  const { config, storage } = around
  const impossible = await makeAccounts(scenario.accounts ?? [], around)
  if (impossible) return { impossible }
  try {
    const { account, registered } = await enterBy(scenario, around)
    const person = await findPerson(account.id, storage, config)
    if (!person) throw new Error('the account is gone')
    const role = roleOf(person.account, person.bindings, config.admins)
    return { registered, account: person.account, role, person, ...(await appsOf(person, around)) }
  } catch (thrown) {
    if (!(thrown instanceof SsoError)) throw thrown
    return {
      refused: thrown.code,
      cause: thrown.cause === undefined ? undefined : String(thrown.cause),
    }
  }
}

async function enterBy({ signIn: somebody }: Scenario, { config, storage, now, newId }: Surroundings) {
  const source = config.sources.find(({ id }) => id === somebody.source)
  // the file was held against the configuration
  if (!source) throw new SsoError('source_unknown', { source: somebody.source })
  const identity = identityOf(somebody)
  await mustBeKnown(source, identity, storage)
  // how many a minute may register is no part of the file
  return signIn({ storage, now, newId, mayRegister: async () => {} }, source, identity)
}

/** A source of passwords vouches only for those who have one here. */
async function mustBeKnown(
  source: SourceConfig,
  { issuer, subject }: { issuer: string; subject: string },
  storage: Storage,
): Promise<void> {
  if (source.type !== 'local' || !source.enabled) return
  if (await storage.bindings.find({ source: source.id, issuer, subject })) return
  throw new SsoError('credentials_wrong', { source: source.id })
}

async function appsOf(
  person: Person,
  { config, storage }: Surroundings,
): Promise<Pick<Entered, 'apps' | 'telling'>> {
  const store = knowing(storage, config, namesKey)
  const who = await store.who(person)
  const known = (app: string) => ({ ...store.known(app), hasUser: isProvisioned })
  const explained = async (app: AppConfig) => {
    const why = await unsayable(app, who, known(app.id), config.permissions)
    return [app.id, explain(person, app, config.sources, why)] as const
  }
  const apps = new Map(await Promise.all(config.apps.map(explained)))
  return { apps, telling: tellingOf(who, known, config) }
}

/** Names that are made with the server's key are another thing on each server; nobody expects one. */
const namesKey = Buffer.alloc(32)

/** As a CloudSSO that was told of everybody. */
const isProvisioned = async () => true
