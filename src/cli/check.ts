import { randomBytes } from 'node:crypto'
import { documentOf } from '../diagnostics/document.ts'
import { visible } from '../diagnostics/visible.ts'
import { Halt } from '../errors.ts'
import type { Probe, Words } from '../plugin.ts'
import { checkApps, checkSources } from '../server/ask.ts'
import { isCalled } from '../server/check.ts'
import { createLog } from '../server/log.ts'
import { choice, either, interrupted } from './answer.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { type Language, languageOf, languages } from './language.ts'
import { loadConfig } from './load.ts'

const usage = `sso-kit check [--source ID]… [--app ID]… [--format pretty|json] [--lang zh|en] [-c FILE]

Asks the vendor of each source, now: addresses and TLS, the clock, credentials, the permissions that the file needs; and
names the place in the console that mends what is missing. Of apps that the server calls it tries the token: an AList with
adminToken. Changes nothing anywhere. Exit 1: something is not as it should be, such as the file; 2: a vendor had no answer now, and nothing
else is wrong.
  --source ID   this one; may be given again. Default: every source that is open, and every app
  --app ID      this one; may be given again
  --lang L      default: zh where the locale is Chinese (LC_ALL, LC_MESSAGES, LANG), otherwise en
  --allow-exec  lets { exec: [program, …] } references run their programs
`

type Kind = 'source' | 'app'
type Checked = { [kind in Kind]?: string } & {
  type: string
  steps: { name: string; state: Probe['state']; found: string | null; mend: string | null }[]
}

const nothing: Readonly<Record<Kind, Words>> = {
  source: {
    zh: '没有可检查的内容：此来源不涉及外部地址，也没有自己的测试',
    en: 'nothing to check: it has no address elsewhere, and no test of its own',
  },
  app: {
    zh: '没有可检查的内容：服务器不需要凭证去调用此应用',
    en: 'nothing to check: the server does not call it with a credential that can be tried',
  },
}

const signs = { good: '✔', bad: '✘', unknown: '·', busy: '…' }

export async function check(args: string[], io: Io): Promise<ExitCode> {
  const { values } = flagsIn({
    args,
    options: {
      config: { type: 'string', short: 'c' },
      source: { type: 'string', multiple: true },
      app: { type: 'string', multiple: true },
      format: { type: 'string', default: 'pretty' },
      lang: { type: 'string' },
      'allow-exec': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const format = choice('format', values.format, ['pretty', 'json'])
  const language = values.lang === undefined ? languageOf(io.env) : choice('language', values.lang, languages)
  const loaded = await loadConfig(io, values.config)
  if (!loaded) return 1
  const { config } = loaded
  const wanted = {
    source: named('source', config.sources, values.source),
    app: named('app', config.apps, values.app),
  }
  const isAll = values.source === undefined && values.app === undefined
  const openIds = (entries: readonly Entry[]) => entries.filter(({ enabled }) => enabled).map(({ id }) => id)
  const [sources, apps] = isAll
    ? [openIds(config.sources), openIds(config.apps)]
    : [wanted.source, wanted.app]
  const surroundings = { env: io.env, folder: loaded.folder, allowExec: values['allow-exec'] }
  const host = { surroundings, log: createLog('silent', () => {}), now: Date.now, random: randomBytes }
  const checked = new Map<string, Checked>()
  const entryOf = (kind: Kind, { id, type }: Entry): Checked => {
    const key = `${kind} ${id}`
    const known = checked.get(key)
    if (known) return known
    const entry = { [kind]: id, type, steps: [] }
    checked.set(key, entry)
    if (format === 'pretty') io.stdout.write(`${visible(`${id}   (${type})`)}\n`)
    return entry
  }
  const tell = (kind: Kind) => (entry: Entry, probe: Probe) => {
    const { steps } = entryOf(kind, entry)
    if (format === 'pretty') io.stdout.write(line(probe, language))
    steps.push(stepOf(probe, language))
  }
  const sayNothing = (kind: Kind, entries: readonly Entry[], ids: readonly string[]) => {
    for (const entry of entries.filter(({ id }) => ids.includes(id) && !checked.has(`${kind} ${id}`))) {
      entryOf(kind, entry)
      if (format === 'pretty') io.stdout.write(line({ name: nothing[kind], state: 'unknown' }, language))
    }
  }

  const stop = new AbortController()
  const told = io.untilStopped().then(() => stop.abort())
  async function ask(): Promise<void> {
    if (sources.length > 0) await checkSources(config, sources, host, tell('source'), stop.signal)
    sayNothing('source', config.sources, sources)
    // most apps are never called, and are named only where somebody asks about them
    const called = config.apps.filter(each => apps.includes(each.id) && isCalled(each)).map(({ id }) => id)
    if (called.length > 0 && !stop.signal.aborted) await checkApps(config, called, host, tell('app'))
    if (!isAll) sayNothing('app', config.apps, apps)
  }
  if ((await Promise.race([ask(), told.then(() => 'stopped')])) === 'stopped') return interrupted(io)
  const all = [...checked.values()]
  if (format === 'json') io.stdout.write(documentOf(all))
  const states = all.flatMap(({ steps }) => steps.map(({ state }) => state))
  return states.includes('bad') ? 1 : states.includes('busy') ? 2 : 0
}

interface Entry {
  readonly id: string
  readonly type: string
  readonly enabled: boolean
}

/** The ids that were asked for; throws where the file has none of one. */
function named(kind: Kind, entries: readonly Entry[], ids: readonly string[] = []): readonly string[] {
  const there = entries.map(({ id }) => id)
  const unknown = ids.find(id => !there.includes(id))
  if (unknown === undefined) return ids
  throw new Halt(
    `there is no ${kind} "${unknown}"`,
    there.length === 0 ? `the file has no ${kind}s` : `the file has ${either(there, 'and')}`,
  )
}

function line({ name, state, found, mend }: Probe, language: Language): string {
  const rows = [
    `  ${signs[state]} ${name[language]}${found === undefined ? '' : `: ${found}`}`,
    ...(state === 'bad' && mend ? [`      → ${mend[language]}`] : []),
  ]
  return rows.map(row => `${visible(row)}\n`).join('')
}

const stepOf = ({ name, state, found, mend }: Probe, language: Language) => ({
  name: name[language],
  state,
  found: found ?? null,
  mend: mend?.[language] ?? null,
})
