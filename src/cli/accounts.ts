import { randomBytes } from 'node:crypto'
import { Halt } from '../errors.ts'
import { createLog } from '../server/log.ts'
import { openStorage } from '../storage/open.ts'
import type { Action } from './accounts/action.ts'
import { change } from './accounts/change.ts'
import { create } from './accounts/create.ts'
import { disable, enable } from './accounts/disable.ts'
import { list } from './accounts/list.ts'
import { sessions } from './accounts/sessions.ts'
import { show } from './accounts/show.ts'
import { unbindSource } from './accounts/unbind.ts'
import { whichDeed } from './answer.ts'
import { databaseOf } from './database.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { loadConfig } from './load.ts'

const usage = `sso-kit accounts list                       everyone
sso-kit accounts show NAME                  one account; NAME is a username or an id
sso-kit accounts create --username NAME --password-stdin [FIELDS]
sso-kit accounts set NAME [FIELDS] [--username NAME] [--password-stdin]
sso-kit accounts disable|enable NAME        disabling signs them out everywhere
sso-kit accounts unbind NAME --source ID    takes an identity away; the last one of a disabled account only
sso-kit accounts sessions NAME [--end]      where they are signed in; --end signs them out

FIELDS  --role general|guest|admin  --permissions webdav_read,webdav_manage or 768  --base-dir /PATH
        --display-name TEXT  --email ADDRESS  --phone NUMBER      an empty value clears the last three
        --unset permissions,base-dir     what was set so far; what was given and the file's grants hold again

-c FILE  the configuration file      --format pretty|json
--database FILE  another database than that of storage.url; serve --sandbox tells its own
Works beside a running server; it sees the change at the person's next click.
Exit code: 0 done · 1 the answer is no, or the file has errors · 2 could not answer
`

const actions: Readonly<Record<string, Action>> = {
  list,
  show,
  set: change,
  disable,
  enable,
  unbind: unbindSource,
  sessions,
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

export async function accounts(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c' },
      database: text,
      format: text,
      username: text,
      role: text,
      permissions: text,
      'base-dir': text,
      unset: text,
      'display-name': text,
      email: text,
      phone: text,
      source: text,
      'password-stdin': flag,
      end: flag,
      help: { type: 'boolean', short: 'h' },
    },
  })
  const [verb, name, ...tooMuch] = positionals
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  if (verb === undefined) return whichDeed(io, usage)
  const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined
  if (!action && verb !== 'create')
    throw new Halt(`accounts cannot "${verb}"`, `it can create, ${Object.keys(actions).join(', ')}`)
  if (tooMuch.length > 0)
    throw new Halt(`"${tooMuch[0]}" is one word too many`, 'quote a name that has a space in it')
  if (values.format !== undefined && !['pretty', 'json'].includes(values.format)) {
    throw new Halt(`there is no format "${values.format}"`, 'choose pretty or json')
  }
  if (verb === 'list' && name !== undefined)
    throw new Halt(`list takes no name`, `for one account: accounts show ${name}`)
  const loaded = await loadConfig(io, values.config)
  if (!loaded) return 1
  const url = databaseOf(io, loaded, values.database)
  const open = () =>
    openStorage(url, loaded.folder, {
      // a path that was typed is one that is there
      create: verb === 'create' && values.database === undefined,
      made: path => void io.stderr.write(`new, empty database ${path}\n`),
    })
  const desk = {
    io,
    config: loaded.config,
    log: createLog('silent', () => {}),
    flags: { ...values, json: values.format === 'json' },
    name,
    now: Date.now,
    random: randomBytes,
  }
  if (!action) return create({ ...desk, open })
  const storage = await open()
  try {
    return await action({ ...desk, storage })
  } finally {
    await storage.close()
  }
}
