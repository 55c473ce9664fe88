import { documentOf as json } from '../diagnostics/document.ts'
import { Halt } from '../errors.ts'
import { choice } from './answer.ts'
import { withDiscreetSources } from './discreet.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { type Language, languageOf, languages } from './language.ts'
import { beforeFilledIn, loadConfig } from './load.ts'
import { markdown, pretty } from './urls/formats.ts'
import { type Sheets, sheetsOf } from './urls/sheets.ts'
import { declaredBy } from './urls/steps.ts'

const usage = `sso-kit urls [--source ID]… [--app ID]… [--lang zh|en] [--format pretty|md|json] [-c FILE]

What to enter in each vendor's console and in each app, and what to bring back into the file. Opens no connection, reads
no secret.
  --source ID  only this source; may be given again
  --app ID     only this app; may be given again
  --lang L     default: zh where the locale is Chinese (LC_ALL, LC_MESSAGES, LANG), otherwise en
Exit code: 0 done · 1 the file has errors · 2 could not answer
`

const formats: Readonly<Record<string, (sheets: Sheets, language: Language) => string>> = {
  pretty: ({ sources, apps }, language) => pretty([...sources, ...apps], language),
  md: ({ sources, apps }, language) => markdown([...sources, ...apps], language),
  json,
}

export async function urls(args: string[], io: Io): Promise<ExitCode> {
  const { values } = flagsIn({
    args,
    options: {
      config: { type: 'string', short: 'c' },
      source: { type: 'string', multiple: true },
      app: { type: 'string', multiple: true },
      lang: { type: 'string' },
      format: { type: 'string', default: 'pretty' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const format = formats[choice('format', values.format, Object.keys(formats))]
  const language = values.lang === undefined ? languageOf(io.env) : choice('language', values.lang, languages)
  const loaded = await loadConfig(io, values.config, { levels: beforeFilledIn })
  if (!loaded) return 1
  const others = await declaredBy(loaded.config, io, values.config)
  const config = await withDiscreetSources(loaded.config, others)
  const { source, app } = values
  const shown = {
    sources: wanted(config.sources, 'source', source, app),
    apps: wanted(config.apps, 'app', app, source),
  }
  const sheets = await sheetsOf(shown, config, language, others)
  io.stdout.write(format?.(sheets, language) ?? '')
  return 0
}

/** Those that are asked for; all of them where nothing is, and none where only the other kind is. */
function wanted<T extends { id: string }>(
  all: readonly T[],
  word: string,
  ids: readonly string[] | undefined,
  others: readonly string[] | undefined,
): readonly T[] {
  if (ids === undefined) return others === undefined ? all : []
  const unknown = ids.find(id => !all.some(each => each.id === id))
  if (unknown === undefined) return all.filter(({ id }) => ids.includes(id))
  const there =
    all.length > 0 ? `the file has ${all.map(each => each.id).join(', ')}` : `the file has no ${word}s`
  throw new Halt(`there is no ${word} "${unknown}"`, there)
}
