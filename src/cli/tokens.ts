import { randomBytes } from 'node:crypto'
import { milliseconds } from '../config/duration.ts'
import { documentOf } from '../diagnostics/document.ts'
import { Halt } from '../errors.ts'
import { makeToken } from '../server/admin/tokens.ts'
import { createLog } from '../server/log.ts'
import { record } from '../server/record.ts'
import type { AdminToken } from '../storage/admin-tokens.ts'
import { openStorage } from '../storage/open.ts'
import type { Storage } from '../storage/storage.ts'
import { choice, no, whichDeed } from './answer.ts'
import { databaseOf } from './database.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { loadConfig } from './load.ts'
import { table } from './table.ts'

const usage = `sso-kit tokens create --name TEXT [--scope read|write] [--expires 30d]
sso-kit tokens list [--format json]
sso-kit tokens end ID

What programs send to the admin API, /api/admin: Authorization: Bearer TOKEN. A token is shown once, when it is made; the
database keeps a hash of it. Without any token the API answers nobody.
  --name TEXT     what it is for; changes made with it say so in the audit log
  --scope SCOPE   read (default), or write: changes accounts, too
  --expires TIME  from 1h to 365d; default 30d
  --format FORMAT pretty (default), or json: an array, never with a token in it
  --database FILE another database than that of storage.url; serve --sandbox tells its own
Exit code: 0 done · 1 there is no such token, or the file has errors · 2 could not answer
`

const dayMs = 86_400_000
const text = { type: 'string' } as const

export async function tokens(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c' },
      database: text,
      name: text,
      scope: { type: 'string', default: 'read' },
      expires: { type: 'string', default: '30d' },
      format: { type: 'string', default: 'pretty' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [verb, id, ...tooMuch] = positionals
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  if (verb === undefined) return whichDeed(io, usage)
  const deed = choice('deed of tokens', verb, ['create', 'list', 'end'])
  const extra = deed === 'end' ? tooMuch[0] : id
  if (extra !== undefined) throw new Halt(`"${extra}" is one word too many`, '--help tells what it takes')
  const scope = choice('scope', values.scope, ['read', 'write'])
  const format = choice('format', values.format, ['pretty', 'json'])
  const lifeMs = lifeIn(values.expires)
  const name = values.name?.trim() ?? ''
  if (deed === 'create' && !/^[^\p{Cc}]{1,60}$/u.test(name))
    throw new Halt('what is the token for?', 'give --name TEXT, at most 60 characters on one line')
  if (deed !== 'list' && format === 'json')
    throw new Halt(`${deed} has no format`, '--format json goes with tokens list')
  if (deed === 'end' && id === undefined) throw new Halt('which token?', 'give its id; tokens list has them')

  const loaded = await loadConfig(io, values.config)
  if (!loaded) return 1
  const storage = await openStorage(databaseOf(io, loaded, values.database), loaded.folder, { create: false })
  const desk = { storage, now: Date.now, random: randomBytes, log: createLog('silent', () => {}) }
  const by = 'command line'
  try {
    if (deed === 'list') return await list(io, storage, format)
    if (deed === 'end') {
      if (!(await storage.adminTokens.end(id ?? ''))) return no(io, `there is no token ${id}`)
      await record(desk, { event: 'token-ended', detail: { id, by } })
      io.stdout.write(`ended ${id}\n`)
      return 0
    }
    const made = await makeToken(storage, randomBytes, { name, scope, now: Date.now(), lifeMs })
    await record(desk, { event: 'token-made', detail: { id: made.id, name, scope, by } })
    // alone on standard output, for a program to take it from there
    io.stderr.write(`made ${made.id}; this is shown once:\n`)
    io.stdout.write(`${made.token}\n`)
    return 0
  } finally {
    await storage.close()
  }
}

function lifeIn(expires: string): number {
  const lifeMs = /^[1-9]\d{0,4}[hd]$/.test(expires) ? milliseconds(expires) : 0
  if (lifeMs === 0 || lifeMs > 365 * dayMs)
    throw new Halt(`a token cannot last ${expires}`, 'write --expires 30d; at most 365d')
  return lifeMs
}

async function list(io: Io, { adminTokens }: Storage, format: 'pretty' | 'json'): Promise<ExitCode> {
  const all = await adminTokens.list()
  if (format === 'json') {
    io.stdout.write(documentOf(all.map(inJson)))
    return 0
  }
  const at = (time: number | null) => (time === null ? 'never' : new Date(time).toISOString())
  const rows = all.map(({ id, name, scope, endsAt, usedAt }) => [id, name, scope, at(endsAt), at(usedAt)])
  io.stdout.write(
    all.length === 0 ? 'no tokens\n' : table(['id', 'name', 'scope', 'ends', 'last used'], rows),
  )
  return 0
}

/** Without the hash: nobody needs it to tell tokens apart. */
const inJson = ({ id, name, scope, createdAt, endsAt, usedAt }: AdminToken) => ({
  id,
  name,
  scope,
  createdAt: moment(createdAt),
  endsAt: moment(endsAt),
  usedAt: moment(usedAt),
})

const moment = (time: number | null) => (time === null ? null : new Date(time).toISOString())
