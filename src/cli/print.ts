import { yaml } from '../config/written.ts'
import { documentOf as json } from '../diagnostics/document.ts'
import { choice } from './answer.ts'
import { withDiscreetSources } from './discreet.ts'
import { effective } from './effective.ts'
import { flagsIn } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { loadConfig } from './load.ts'
import { declaredBy, hasCallback } from './urls/steps.ts'

const usage = `sso-kit print [-c FILE] [--format yaml|json]

The file with every default filled in, each source with all that holds for it. What is printed is a valid file that
means the same; comments are not printed. References are printed as references and never followed. What may be a secret
is printed as ‹redacted›: what is no name of a place behind env, file and credential, a word of exec that is no name, path
or option, and what sounds like a secret among the options of type: passport.
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
  const others = await declaredBy(loaded.config, io, values.config)
  const config = await withDiscreetSources(loaded.config, others)
  const isReturned = await Promise.all(config.sources.map(source => hasCallback(source, config, others)))
  const returning = new Set(config.sources.filter((_, index) => isReturned[index]).map(({ id }) => id))
  io.stdout.write(format?.(effective(config, returning)) ?? '')
  return 0
}
