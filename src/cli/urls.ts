import { parseArgs } from 'node:util'
import type { Config, SourceConfig } from '../config/config.ts'
import { documentOf as json } from '../diagnostics/document.ts'
import { Halt } from '../errors.ts'
import type { ConsoleStep, ConsoleUrls, Words } from '../plugin.ts'
import { loadPlugin } from '../plugins.ts'
import { choice } from './answer.ts'
import type { ExitCode, Io } from './io.ts'
import { type Language, languageOf, languages } from './language.ts'
import { loadConfig } from './load.ts'
import { legible } from './references.ts'
import { markdown, pretty } from './urls/formats.ts'
import type { Sheet } from './urls/sheet.ts'

const usage = `sso-kit urls [--source ID] [--lang zh|en] [--format pretty|md|json] [-c FILE]

What to enter in each vendor's console, and what to bring back into the file. Opens no connection, reads no secret.
  --source ID  only this source
  --lang L     default: zh where LANG begins with zh, otherwise en
`

const formats: Readonly<Record<string, (sheets: readonly Sheet[], language: Language) => string>> = {
  pretty,
  md: markdown,
  json: sources => json({ sources, apps: [] }),
}

export async function urls(args: string[], io: Io): Promise<ExitCode> {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string', short: 'c' },
      source: { type: 'string' },
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
  const loaded = await loadConfig(io, values.config)
  if (!loaded) return 1
  const { config } = loaded
  const { sources } = config
  const wanted = sources.filter(({ id }) => values.source === undefined || id === values.source)
  if (wanted.length === 0)
    throw new Halt(
      `there is no source "${values.source}"`,
      `the file has ${sources.map(({ id }) => id).join(', ')}`,
    )
  const sheets = await Promise.all(wanted.map(source => sheetOf(source, config, language)))
  io.stdout.write(format?.(sheets, language) ?? '')
  return 0
}

async function sheetOf(source: SourceConfig, config: Config, language: Language): Promise<Sheet> {
  const { id, type, options, allow } = source
  const plugin = await loadPlugin(type)
  const given = { ...(legible(options) as Record<string, unknown>), ...(allow && { allow }) }
  const steps = plugin?.console?.(given, addressesOf(source, config)) ?? []
  return { id, type, steps: steps.map(step => inLanguage(step, language)) }
}

function addressesOf({ id, callbackUrl, inApp, events }: SourceConfig, config: Config): ConsoleUrls {
  const { publicUrl: home, outbound } = config
  return {
    callback: callbackUrl,
    home,
    ...(inApp && { inApp: `${home}/auth/${id}/in-app` }),
    ...(events && { events: `${home}/events/${id}` }),
    egressIps: outbound.egressIps,
  }
}

function inLanguage({ place, field, value, note }: ConsoleStep, language: Language): Sheet['steps'][number] {
  const say = (words: Words) => words[language]
  return { place: say(place), field: say(field), value, note: note ? say(note) : null }
}
