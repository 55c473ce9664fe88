import { bindingOf } from '../accounts/bind.ts'
import { kept } from '../accounts/fields.ts'
import { accountOf } from '../accounts/register.ts'
import { usernameFault, usernameKey } from '../accounts/username.ts'
import { isEmail, vouched } from '../accounts/vouched.ts'
import type { AutoRegister } from '../config/config.ts'
import { toldBy } from '../directory/plan.ts'
import { SsoError } from '../errors.ts'
import type { Admitted } from '../model.ts'
import { type PermissionProfile, sumOf } from '../permissions.ts'
import type { Before, Permissions, Somebody } from './file.ts'
import { identityOf } from './identity.ts'
import type { Surroundings } from './play.ts'

/** An account that cannot be: where in the scenario, and why. */
export interface Impossible {
  readonly at: readonly (string | number)[]
  readonly message: string
  readonly help: string
}

/** Makes the accounts that a scenario begins with; answers what keeps one from being made. */
export async function makeAccounts(
  accounts: readonly Before[],
  around: Surroundings,
): Promise<Impossible | undefined> {
  for (const [index, account] of accounts.entries()) {
    const fault = await makeOne(account, around)
    if (fault) return { ...fault, at: ['accounts', index, ...fault.at] }
  }
  return undefined
}

async function makeOne(before: Before, around: Surroundings): Promise<Impossible | undefined> {
  const { username, email, identities = [], directory } = before
  if (usernameFault(username) !== undefined)
    return wrong(['username'], 'no account can have this name', 'write a name such as lisi')
  if (email !== undefined && !isEmail(email))
    return wrong(['email'], 'this is no e-mail address', 'write one such as lisi@example.com')
  const admitted: Admitted[] = []
  for (const [index, somebody] of identities.entries()) {
    const found = admittedAs(somebody, around)
    if (typeof found === 'string')
      return wrong(['identities', index, 'subject'], found, 'write the id that the vendor has for a person')
    admitted.push({ ...found, directory: directory === somebody.source })
  }
  const id = around.newId()
  if (!(await insert(before, id, admitted[0], around)))
    return wrong(['username'], 'another account has this name', 'write another name')
  for (const [index, identity] of admitted.entries())
    if (!(await bind(identities[index]?.source ?? '', identity, id, around)))
      return wrong(
        ['identities', index],
        'this identity is there already, or another one of its source',
        'write an identity of another person, or of another source',
      )
  return undefined
}

const wrong = (at: Impossible['at'], message: string, help: string): Impossible => ({ at, message, help })

/** An identity by the host's own rules, or why it is none. */
function admittedAs(somebody: Somebody, { config }: Surroundings): Admitted | string {
  try {
    return vouched(
      identityOf(somebody),
      config.sources.find(({ id }) => id === somebody.source),
    )
  } catch (thrown) {
    if (thrown instanceof SsoError) return String(thrown.cause)
    throw thrown
  }
}

/** As the first identity's sign-in made it; what an administrator has set stands above that. */
function insert(
  before: Before,
  id: string,
  identity: Admitted | undefined,
  { config, storage, now }: Surroundings,
): Promise<boolean> {
  const { username, disabled = false, email, permissions, baseDir, identities = [] } = before
  const source = config.sources.find(each => each.id === identities[0]?.source)
  return storage.accounts.insert({
    ...accountOf(identity ?? nobody, username, source?.autoRegister ?? nothing, { id, now }),
    usernameKey: usernameKey(username),
    ...kept({
      ...(email !== undefined && { email }),
      ...(baseDir !== undefined && { baseDir }),
      ...(permissions !== undefined && { permission: sumIn(permissions, config.permissions) }),
    }),
    disabled,
  })
}

const nobody: Admitted = { issuer: '', subject: '', claims: {}, public: false, directory: false }
const nothing: AutoRegister = {
  ...{ enabled: false, baseDir: '/', permission: 0, role: 'general', onNameCollision: 'refuse' },
}

/** False where the identity, or the account's place for its source, is taken. */
function bind(source: string, identity: Admitted, accountId: string, { storage, now }: Surroundings) {
  const told = identity.directory ? toldBy(identity) : null
  return storage.bindings.insert({ ...bindingOf(source, identity, accountId, now), told })
}

export const sumIn = (permissions: Permissions, profile: PermissionProfile): number =>
  typeof permissions === 'number' ? permissions : sumOf(permissions, profile).sum
