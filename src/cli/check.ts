import { randomBytes } from 'node:crypto'
import { documentOf } from '../diagnostics/document.ts'
import { visible } from '../diagnostics/visible.ts'
import { Halt } from '../errors.ts'
import type { Probe } from '../plugin.ts'
import { checkSources } from '../server/ask.ts'
import { createLog } from '../server/log.ts'
import { choice, either } from './answer.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { type Language, languageOf, languages } from './language.ts'
import { loadConfig } from './load.ts'

const usage = `sso-kit check [--source ID]… [--format pretty|json] [--lang zh|en] [-c FILE]

Asks the vendor of each source, now: addresses and TLS, the clock, credentials, the permissions that the file needs; and
names the place in the console that mends what is missing. Changes nothing anywhere. Exit 1: something is not as it should be;
2: a vendor had no answer now, and nothing else is wrong.
  --source ID   this one; may be given again. Default: every source that is open
  --lang L      default: zh where LANG begins with zh, otherwise en
  --allow-exec  lets { exec: [program, …] } references run their programs
`

interface Checked {
  source: string
  type: string
  steps: { name: string; state: Probe['state']; found: string | null; mend: string | null }[]
}

const nothing = {
  zh: '没有可检查的内容：此来源不涉及外部地址，也没有自己的测试',
  en: 'nothing to check: it has no address elsewhere, and no test of its own',
}

const signs = { good: '✔', bad: '✘', unknown: '·', busy: '…' }

export async function check(args: string[], io: Io): Promise<ExitCode> {
  const { values } = flagsIn({
    args,
    options: {
      config: { type: 'string', short: 'c' },
      source: { type: 'string', multiple: true },
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
  const ids = loaded.config.sources.map(({ id }) => id)
  const unknown = values.source?.find(id => !ids.includes(id))
  if (unknown !== undefined)
    throw new Halt(`there is no source "${unknown}"`, `the file has ${either(ids, 'and')}`)
  const open = loaded.config.sources.filter(({ enabled }) => enabled).map(({ id }) => id)
  const wanted = values.source ?? open
  const surroundings = { env: io.env, folder: loaded.folder, allowExec: values['allow-exec'] }
  const log = createLog('silent', () => {})
  const checked = new Map<string, Checked>()
  const stop = new AbortController()
  const told = io.untilStopped().then(() => stop.abort())
  const asked = checkSources(
    loaded.config,
    wanted,
    { surroundings, log, now: Date.now, random: randomBytes },
    ({ id, type }, probe) => {
      const entry = checked.get(id) ?? { source: id, type, steps: [] }
      if (format === 'pretty')
        io.stdout.write(
          `${checked.has(id) ? '' : `${visible(`${id}   (${type})`)}\n`}${line(probe, language)}`,
        )
      checked.set(id, entry)
      entry.steps.push(stepOf(probe, language))
    },
    stop.signal,
  )
  if ((await Promise.race([asked, told.then(() => 'stopped')])) === 'stopped') return 130
  for (const { id, type } of loaded.config.sources.filter(
    ({ id }) => wanted.includes(id) && !checked.has(id),
  )) {
    checked.set(id, { source: id, type, steps: [] })
    if (format === 'pretty')
      io.stdout.write(
        `${visible(`${id}   (${type})`)}\n${line({ name: nothing, state: 'unknown' }, language)}`,
      )
  }
  const all = [...checked.values()]
  if (format === 'json') io.stdout.write(documentOf(all))
  const states = all.flatMap(({ steps }) => steps.map(({ state }) => state))
  return states.includes('bad') ? 1 : states.includes('busy') ? 2 : 0
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
