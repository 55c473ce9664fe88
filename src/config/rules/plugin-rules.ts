import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Draft, DraftSource } from '../draft.ts'
import type { Finding } from '../finding.ts'
import { guarded, ifSound } from './guarded.ts'
import { type SoundEntries, soundEntries } from './sound-entries.ts'

/** The rules that come with a source type, on the options the schema has passed. */
export function pluginFindings({ sources, root, parsed, failed }: Draft): Finding[] {
  return sources.flatMap(source => {
    const rules = source.plugin.rules ?? []
    const partly = soundEntries(source, parsed.data, failed)
    return [
      ...rules.flatMap(rule => run(rule, source, root)),
      ...(partly ? rules.flatMap(rule => onEntries(rule, source, root, partly)) : []),
    ]
  })
}

/** What a rule says of single entries of `allow`, where other entries are wrong. What it says of the whole counts when that is right. */
function onEntries(
  rule: PluginRule,
  source: DraftSource,
  root: Draft['root'],
  partly: SoundEntries,
): Finding[] {
  const { allow, indices } = partly
  const others = new Set([...source.failed].filter(key => key !== 'allow'))
  const found = run(rule, { ...source, host: { ...source.host, allow }, failed: others }, root)
  return found.flatMap(finding => {
    const [list, index] = finding.at.slice(source.path.length + 1)
    const isOfEntry = finding.at[source.path.length] === 'allow' && typeof index === 'number'
    const original = isOfEntry ? indices[String(list)]?.[index] : undefined
    if (original === undefined || finding.severity !== 'error') return []
    return [{ ...finding, at: [...source.path, 'allow', String(list), original] }]
  })
}

/** `['allow', 'domains', '0']`: the first entry of a list. No key of an option is a number. */
const step = (segment: string) => (/^[0-9]+$/.test(segment) ? Number(segment) : segment)

type PluginRule = NonNullable<DraftSource['plugin']['rules']>[number]

function run(
  rule: PluginRule,
  { options, host, failed, path, type }: DraftSource,
  root: Draft['root'],
): Finding[] {
  const { allow } = host
  const callbackUrl = callbackOf(host, root)
  const common = {
    // the same as `open` gets
    ...(allow && Object.keys(allow).length > 0 && { allow }),
    ...(callbackUrl !== undefined && { callbackUrl }),
    registers: (host.autoRegister?.enabled ?? root.autoRegister?.enabled) === true,
    follows: host.sync !== undefined,
    ...(host.events && { events: host.events }),
  }

  try {
    const found = ifSound(() => rule(guarded({ ...options, ...common }, failed))) ?? []
    return found.map(told => toFinding(told, path))
  } catch (error) {
    return [
      {
        rule: 'source/rule-failed',
        severity: 'error',
        at: [...path, 'type'],
        message: `a rule of source type "${type}" could not run (${error instanceof Error ? error.name : 'no error'})`,
        help: 'this is a fault of the plugin, not of the file: report it to its author',
      },
    ]
  }
}

function toFinding({ at: below, value, ...told }: ReturnType<PluginRule>[number], path: Path): Finding {
  const at = [...path, ...below.map(step)]
  // what JSON puts in quotes, YAML reads as the same text
  const fix = value === undefined ? {} : { fix: [{ at, text: JSON.stringify(value) }] }
  return { ...told, at, ...fix, ...(told.secret && { covers: true }) }
}

/** As `freeze` will have it; unknown where the file does not say enough. */
function callbackOf(
  { id, callbackUrl }: DraftSource['host'],
  { publicUrl, callbacks }: Draft['root'],
): string | undefined {
  if (callbackUrl !== undefined || id === undefined || publicUrl === undefined || callbacks === undefined)
    return callbackUrl
  return publicUrl.replace(/\/+$/, '') + callbacks.path.replace('{source}', id)
}
