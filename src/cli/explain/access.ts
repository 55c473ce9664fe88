import { findPerson } from '../../accounts/person.ts'
import { usernameKey } from '../../accounts/username.ts'
import { explain } from '../../apps/explain.ts'
import { knowing } from '../../apps/saml/known.ts'
import { unsayable } from '../../apps/unsayable.ts'
import type { AppConfig, Config } from '../../config/config.ts'
import { suggest } from '../../config/suggest.ts'
import { documentOf } from '../../diagnostics/document.ts'
import { Halt } from '../../errors.ts'
import { openStorage } from '../../storage/open.ts'
import type { Storage } from '../../storage/storage.ts'
import { choice, either, no } from '../answer.ts'
import { databaseOf } from '../database.ts'
import { flagsIn } from '../flags.ts'
import type { ExitCode, Io } from '../io.ts'
import { loadConfig } from '../load.ts'
import { inWords } from './words.ts'

export const usage = `sso-kit explain access --app ID --username NAME
sso-kit explain access --app ID --source ID --subject ID [--issuer ISSUER]

Whether somebody may enter an app, and each step of the decision: their identities, the grants that apply and why, the
groups, departments and sources that follow, and which list of "allow" decides. It is the decision that serve makes, on what
the database and the file say now. Exit 1: they may not, or there is nobody of that name; 2: it
cannot be told, also because the file has errors.
  --format pretty|json
  --database FILE  another database than that of storage.url; serve --sandbox tells its own
`

export async function explainAccess(args: string[], io: Io): Promise<ExitCode> {
  const text = { type: 'string' } as const
  const { values } = flagsIn({
    args,
    options: {
      config: { type: 'string', short: 'c' },
      database: text,
      app: text,
      username: text,
      source: text,
      subject: text,
      issuer: text,
      format: { type: 'string', default: 'pretty' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const format = choice('format', values.format, ['pretty', 'json'])
  const who = whoIn(values)
  if (values.app === undefined) throw new Halt('which app?', 'give --app ID')
  const loaded = await loadConfig(io, values.config)
  if (!loaded) return 2
  const app = appIn(loaded.config, values.app)
  const storage = await openStorage(databaseOf(io, loaded, values.database), loaded.folder, { create: false })
  try {
    const id = await accountOf(who, storage)
    const person = id === undefined ? undefined : await findPerson(id, storage, loaded.config)
    if (!person) requireSource(who, loaded.config)
    if (!person) return no(io, `there is no account ${spoken(who)}`, 'sso-kit accounts list has everybody')
    const store = knowing(storage, loaded.config, Buffer.alloc(0))
    const why = await unsayable(app, await store.who(person), store.known(app.id), loaded.config.permissions)
    const explanation = explain(person, app, loaded.config.sources, why)
    io.stdout.write(format === 'json' ? documentOf(explanation) : inWords(explanation, person))
    return explanation.allowed ? 0 : 1
  } finally {
    await storage.close()
  }
}

/** How the person is named: their account's name or id, or one of their identities. */
type Who = { username: string } | { source: string; subject: string; issuer: string | undefined }

function whoIn(flags: Partial<Record<'username' | 'source' | 'subject' | 'issuer', string>>): Who {
  const { username, source, subject, issuer } = flags
  const identity = source !== undefined || subject !== undefined || issuer !== undefined
  if (username !== undefined && identity)
    throw new Halt('one person, please', 'give --username, or --source and --subject')
  if (username !== undefined) return { username }
  if (source === undefined || subject === undefined)
    throw new Halt('who?', 'give --username NAME, or --source ID and --subject ID')
  return { source, subject, issuer }
}

function appIn({ apps }: Config, wanted: string): AppConfig {
  return apps.find(({ id }) => id === wanted) ?? missing('app', wanted, apps)
}

/** An identity may be of a source that the file no longer has; only where there is none, a slip is likelier. */
function requireSource(who: Who, { sources }: Config): void {
  if ('source' in who && !sources.some(({ id }) => id === who.source)) missing('source', who.source, sources)
}

function missing(word: 'app' | 'source', wanted: string, there: readonly { id: string }[]): never {
  const ids = there.map(({ id }) => id)
  const meant = suggest(wanted, ids)
  throw new Halt(
    `there is no ${word} "${wanted}"`,
    meant !== undefined
      ? `did you mean ${meant}?`
      : `the file has ${ids.length === 0 ? 'none' : either(ids, 'and')}`,
  )
}

async function accountOf(who: Who, { accounts, bindings }: Storage): Promise<string | undefined> {
  if ('username' in who) {
    const { username } = who
    return ((await accounts.find(username)) ?? (await accounts.findByUsername(usernameKey(username))))?.id
  }
  const found = (await bindings.findBySubject(who.source, who.subject)).filter(
    ({ issuer }) => who.issuer === undefined || issuer === who.issuer,
  )
  if (found.length > 1)
    throw new Halt(
      `several identities of ${who.source} have this subject`,
      `give --issuer, one of ${either(found.map(({ issuer }) => issuer))}`,
    )
  return found[0]?.accountId
}

const spoken = (who: Who): string =>
  'username' in who ? `"${who.username}"` : `with the identity ${who.subject} of ${who.source}`
