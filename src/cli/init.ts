import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { compile } from '../config/compile.ts'
import { flow } from '../config/written.ts'
import { Halt } from '../errors.ts'
import { pluginTypes } from '../plugins.ts'
import { choice } from './answer.ts'
import { flagsIn } from './flags.ts'
import { takeOver, typeIn } from './init/alist.ts'
import { readExport } from './init/alist-export.ts'
import { withoutChosenNames } from './init/chosen-names.ts'
import { appsOf, appTypes, type First, placeholderUrl, startersOf } from './init/first.ts'
import { Interrupted, questions } from './init/questions.ts'
import { withoutRefused } from './init/refused.ts'
import { printed } from './init/words.ts'
import { write } from './init/write.ts'
import type { ExitCode, Io } from './io.ts'
import { type Language, languageOf, languages } from './language.ts'

const usage = `sso-kit init [--source TYPES] [--app TYPES] [--public-url URL] [--auto-register] [-o FILE] [--force] [--lang zh|en]
sso-kit init --from alist SETTINGS.json [the same flags]
sso-kit init ci github|gitlab
sso-kit init plugin NAME [-o FOLDER]

Writes a first file that validates, .env.example with the names of its secrets, and into .gitignore what must not be
committed. Tells which placeholders are still to be replaced; validate tells it again. Ends with what to enter in the
consoles, as urls does. Asks where no --source is given and somebody sits at the terminal.
  --source TYPES    of ${pluginTypes.join(', ')}; several with commas, or given again
  --app TYPES       of ${appTypes.join(', ')}; in the same way. Default: none
  --public-url URL  the address people open; default: a placeholder
  --auto-register   an account at a person's first sign-in
  -o FILE           default: sso.config.yaml here
  --force           replace the file that is there: shows what changes, and asks at a terminal
  --lang L          words on the buttons, in comments and of this command; default: zh where the locale is Chinese (LC_ALL, LC_MESSAGES, LANG), otherwise en
  --from alist      take over AList's settings: the answer of GET /api/admin/setting/list?group=7, key → value,
                    or the file of its page Backup & Restore; the secret in it is not copied
  ci PLATFORM       the checks of every change, for a pipeline; sso-kit init ci --help
  plugin NAME       a folder with a source type of one's own; sso-kit init plugin --help
`

export async function init(args: string[], io: Io): Promise<ExitCode> {
  const [word, ...rest] = args
  if (word === 'ci') return (await import('./init/ci.ts')).initCi(rest, io)
  if (word === 'plugin') return (await import('./init/plugin.ts')).initPlugin(rest, io)
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      source: { type: 'string', multiple: true },
      app: { type: 'string', multiple: true },
      'public-url': { type: 'string' },
      'auto-register': { type: 'boolean', default: false },
      output: { type: 'string', short: 'o', default: 'sso.config.yaml' },
      force: { type: 'boolean', default: false },
      lang: { type: 'string' },
      from: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  if (values.from !== undefined) choice('product to take over from', values.from, ['alist'])
  const [settingsFile, ...tooMuch] = values.from === undefined ? [undefined, ...positionals] : positionals
  if (tooMuch.length > 0)
    throw new Halt(`"${tooMuch[0]}" is one word too many`, 'types go behind --source and --app')
  const language = values.lang === undefined ? languageOf(io.env) : choice('language', values.lang, languages)
  const target = resolve(io.cwd, values.output)
  if (existsSync(target) && !values.force)
    throw new Halt(`${target} is there already`, '-o FILE writes another one, --force replaces it')

  const given = {
    types: values.source?.join(','),
    apps: values.app?.join(','),
    publicUrl: values['public-url']?.trim(),
    enabled: values['auto-register'],
    language,
  }
  try {
    const first =
      values.from === undefined
        ? await fresh(io, given)
        : await fromAlist(io, given, settingsFile ?? missingSettings())
    await write(io, await withoutChosenNames(first), { file: target, typed: values.output })
    return 0
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    io.stderr.write(`\n${printed[language].nothing}\n`)
    return 130
  }
}

interface Given {
  types: string | undefined
  apps: string | undefined
  publicUrl: string | undefined
  enabled: boolean
  language: Language
}

async function fresh(io: Io, { types, apps, publicUrl, enabled, language }: Given): Promise<First> {
  const asked =
    types === undefined && io.ask
      ? await questions(
          io,
          {
            sources: text => startersOf(text, language),
            apps: text => appsOf(text, language),
            publicUrl: text => checkedUrl(text, language),
          },
          { apps, publicUrl, enabled },
          language,
        )
      : {
          sources: await startersOf(types ?? '', language),
          apps: await appsOf(apps ?? '', language),
          publicUrl: await checkedUrl(publicUrl ?? placeholderUrl, language),
          enabled,
        }
  return {
    publicUrl: asked.publicUrl,
    language,
    autoRegister: { enabled: asked.enabled, baseDir: '/', permissions: [] },
    sources: asked.sources,
    apps: asked.apps,
    remarks: [],
  }
}

async function fromAlist(
  io: Io,
  { types, apps, publicUrl, enabled, language }: Given,
  file: string,
): Promise<First> {
  const { settings, ...secrets } = readExport(io.cwd, file)
  // without a source that is there, the passwords that this server keeps itself
  const all = [typeIn(settings), types].filter(one => one !== undefined)
  const sources = await startersOf(all.join(',') || 'local', language)
  const taken = takeOver(
    {
      publicUrl: await checkedUrl(publicUrl ?? placeholderUrl, language),
      language,
      autoRegister: { enabled, baseDir: '/', permissions: [] },
      sources,
      apps: await appsOf(apps ?? '', language),
      remarks: [],
    },
    settings,
  )
  return { ...(await withoutRefused(taken, sources)), ...secrets }
}

function missingSettings(): never {
  throw new Halt('which settings?', 'name the file: sso-kit init --from alist settings.json')
}

/** What `validate` would say of it, before it is in a file. */
async function checkedUrl(publicUrl: string, language: Language): Promise<string> {
  const file = `version: 1\npublicUrl: ${flow(publicUrl)}\nsources: [{ id: local, type: local, name: Password }]\n`
  const { diagnostics } = await compile(file, { file: 'sso.config.yaml' })
  const wrong = diagnostics.find(({ severity }) => severity === 'error')
  if (wrong && language === 'zh') {
    const { noPublicUrl, anAddress } = printed.zh
    throw new Halt(noPublicUrl, anAddress(placeholderUrl, wrong.rule))
  }
  // what is typed here is the value alone
  if (wrong) throw new Halt(wrong.message, wrong.help.replace(/^write publicUrl: /, 'write '))
  return publicUrl
}
