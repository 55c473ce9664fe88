import { sha256 } from '../../../hash.ts'
import type { Provisioned, ProvisionedRows } from '../../../storage/provisioned.ts'
import { NotTaken } from '../../not-told.ts'
import type { Kind, ScimClient } from './client.ts'
import { isOurs } from './ours.ts'
import type { WantedUser } from './wanted.ts'

export interface ProvisionHost {
  app: string
  client: ScimClient
  rows: ProvisionedRows
  now: () => number
  /** Something has changed since this began: the rest is left to the next time, which begins with who has left. */
  isNewsWaiting(): boolean
  /** Writes down what was told; throws where another server has taken over. */
  keep(row: Provisioned): Promise<void>
}

export interface Provisioning {
  readonly created: number
  readonly updated: number
  readonly deactivated: number
  readonly problems: readonly string[]
  /** There is more to do. */
  readonly partial: boolean
}

const inactive = 'inactive'
/** Nobody goes by it, and it is told anew. */
const untold = { digest: '', knownAs: null, seenAt: null } as const
const mostCalls = 500
/** However much is new, so many are made: otherwise a storm of events would keep everybody out. */
const leastCalls = 5

/**
 * Tells CloudSSO what has changed since it was told last: who may no longer enter is deactivated before anything else, for
 * thousands may be waiting to be made; then users, then groups, whose members are users. A group that has left the file is
 * emptied; nothing is ever deleted there.
 */
export async function provision(
  users: readonly WantedUser[],
  groups: readonly string[],
  { app, client, rows, now, keep, isNewsWaiting }: ProvisionHost,
): Promise<Provisioning> {
  const known = await rows.of(app)
  const of = (kind: Provisioned['kind']) =>
    new Map(known.filter(row => row.kind === kind).map(row => [row.name, row]))
  const [knownUsers, knownGroups] = [of('user'), of('group')]
  const count = { created: 0, updated: 0, deactivated: 0 }
  const problems: string[] = []
  let [calls, partial] = [0, false]
  const attributes = known.length === 0 && users.length === 0 ? undefined : await client.offered()
  if (attributes === undefined) return { ...count, problems, partial }

  /** One after the other; what is not taken keeps nobody else from it. */
  async function each<T>(list: Iterable<T>, name: (item: T) => string, act: (item: T) => Promise<void>) {
    for (const item of list) {
      if (calls >= mostCalls || (calls >= leastCalls && isNewsWaiting())) {
        partial = true
        return
      }
      try {
        await act(item)
      } catch (thrown) {
        if (!(thrown instanceof NotTaken)) throw thrown
        problems.push(`${name(item)}: ${thrown.message}`)
      }
    }
  }

  /** Made, or made the same; answers its id there. */
  async function put(
    kind: Kind,
    row: Pick<Provisioned, 'app' | 'kind' | 'name'>,
    body: Body,
    before?: Provisioned,
  ) {
    const digest = sha256(JSON.stringify(body))
    const knownAs = String(body[kind === 'Users' ? 'userName' : 'displayName'])
    if (before?.digest === digest && before.knownAs === knownAs) return
    calls += 1
    const remote =
      (await kept(kind, before)) ?? (await adopted(kind, knownAs, row.name, before !== undefined))
    if (remote !== undefined) await client.replace(kind, remote, body)
    const id = remote ?? (await client.create(kind, body))
    count[remote === undefined ? 'created' : 'updated'] += 1
    await keep({ ...row, remote: id, digest, knownAs, seenAt: kind === 'Users' ? now() : null })
  }

  /** The one that was told before. Undefined where it is no longer there, or somebody has made it somebody else's. */
  async function kept(kind: Kind, before: Provisioned | undefined): Promise<string | undefined> {
    if (before === undefined) return undefined
    const found = await client.get(kind, before.remote)
    if (kind === 'Groups' ? found !== undefined : isOurs(found, before)) return before.remote
    // whatever comes of it, nobody signs on as who has that name now
    if (before.knownAs !== null) await keep({ ...before, ...untold })
    return undefined
  }

  /**
   * One of this name that is there already and nobody's, or ours from before. A user who belongs to somebody else stays
   * theirs: whoever could be called like them would be them. So does one who came in the place of ours.
   */
  async function adopted(
    kind: Kind,
    name: string,
    own: string,
    hadOne: boolean,
  ): Promise<string | undefined> {
    const found = (await client.named(kind, name)).find(each => each.name === name)
    if (kind === 'Groups' || found === undefined || found.owner === own) return found?.id
    // ours, of somebody who has left: it has all that they had there
    if (known.some(each => each.kind === 'user' && each.remote === found.id && each.name !== own))
      throw new NotTaken(409, 'CloudSSO has a user of this name that was made for another account')
    if (found.owner !== undefined)
      throw new NotTaken(409, 'CloudSSO has a user of this name with another externalId')
    if (hadOne)
      throw new NotTaken(409, 'CloudSSO has another user of this name now, whom somebody has made by hand')
    return found.id
  }

  const wanted = new Set(users.map(({ accountId }) => accountId))
  const leavers = [...knownUsers.values()].filter(
    ({ name, digest }) => !wanted.has(name) && digest !== inactive,
  )
  await each(
    leavers,
    ({ name }) => name,
    async row => {
      calls += 1
      // one that is somebody else's by now stays as it is
      if (isOurs(await client.get('Users', row.remote), row)) {
        await client.deactivate(row.remote)
        count.deactivated += 1
      }
      await keep({ ...row, ...untold, digest: inactive })
    },
  )

  await each(
    users,
    ({ userName }) => userName,
    async user => {
      const body = bodyOf(user, attributes.Users)
      await put('Users', { app, kind: 'user', name: user.accountId }, body, knownUsers.get(user.accountId))
    },
  )

  const remotes = new Map(
    (await rows.of(app)).flatMap(({ kind, name, remote, knownAs }) =>
      // of one who is not there the whole list would be refused
      kind === 'user' && knownAs !== null ? [[name, remote]] : [],
    ),
  )
  const names = new Set([...groups, ...knownGroups.keys()])
  await each(
    names,
    name => name,
    async displayName => {
      const members = users
        .filter(user => groups.includes(displayName) && user.groups.includes(displayName))
        .flatMap(({ accountId }) => remotes.get(accountId) ?? [])
        .sort()
        .map(value => ({ value }))
      await put(
        'Groups',
        { app, kind: 'group', name: displayName },
        { displayName, members },
        knownGroups.get(displayName),
      )
    },
  )
  return { ...count, problems, partial }
}

type Body = Readonly<Record<string, unknown>>

/** As much of it as CloudSSO has a place for; a name and a switch it has to have. */
function bodyOf({ accountId, userName, displayName, email }: WantedUser, offered: ReadonlySet<string>): Body {
  const more = {
    externalId: accountId,
    displayName,
    ...(email !== undefined && { emails: [{ value: email, type: 'work', primary: true }] }),
  }
  const taken = Object.entries(more).filter(([name]) => offered.size === 0 || offered.has(name))
  return { userName, active: true, ...Object.fromEntries(taken) }
}
