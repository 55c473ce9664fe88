import { effective } from '../config/effective.ts'
import { valueAt } from '../config/shape/context.ts'
import { coveredNames, printable, redacted } from '../config/shown.ts'
import { isRecord } from '../config/types.ts'
import { yaml } from '../config/written.ts'
import type { Path } from '../diagnostics/diagnostic.ts'
import { documentOf as json } from '../diagnostics/document.ts'
import { choice, either, no } from './answer.ts'
import { withDiscreetSources } from './discreet.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { loadConfig } from './load.ts'
import { declaredBy, hasCallback } from './urls/steps.ts'

const usage = `sso-kit print [-c FILE] [--format yaml|json]

The file with every default filled in, each source with all that holds for it. What is printed is a valid file that
means the same; comments are not printed, and of the exceptions that are lost with them a note tells. References are
printed as references and never followed. What may be a secret is printed as ‹redacted›: a word of exec that is no name,
path or option, and what sounds like a secret among the options of type: passport.
Exit code: 0 done · 1 the file has errors, or a reference with a name that may be the secret itself · 2 could not answer
`

const formats: Readonly<Record<string, (config: object) => string>> = { yaml, json }

export async function print(args: string[], io: Io): Promise<ExitCode> {
  const { values } = flagsIn({
    args,
    options: {
      config: { type: 'string', short: 'c' },
      format: { type: 'string', default: 'yaml' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const format = formats[choice('format', values.format, Object.keys(formats))]
  const loaded = await loadConfig(io, values.config)
  if (!loaded) return 1
  const { suppressed } = loaded
  const others = await declaredBy(loaded.config, io, values.config)
  const config = await withDiscreetSources(loaded.config, others)
  const isReturned = await Promise.all(config.sources.map(source => hasCallback(source, config, others)))
  const returning = new Set(config.sources.filter((_, index) => isReturned[index]).map(({ id }) => id))
  const whole = effective(config, returning)
  const [covered] = coveredNames(whole)
  if (covered !== undefined)
    return no(
      io,
      `what ${covered} names may be the secret itself, and is not printed: neither is the rest`,
      'name a variable in capitals, begin a file with ./, and name a credential in small letters',
    )
  const excused = [
    ...new Set(suppressed.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)),
  ]
  if (excused.length > 0)
    io.stderr.write(
      `note: comments are not printed: without ${either(excused, 'and')} excused, what is printed is not valid\n`,
    )
  io.stdout.write(format?.(without(loaded.covered, printable(whole)) as object) ?? '')
  return 0
}

/** What is to be printed with these places covered. */
function without(places: readonly Path[], shown: unknown): unknown {
  for (const place of places) {
    const map = valueAt(shown, place.slice(0, -1))
    const key = String(place.at(-1))
    if (isRecord(map) && Object.hasOwn(map, key)) Object.assign(map, { [key]: redacted })
  }
  return shown
}
