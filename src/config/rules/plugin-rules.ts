import type { Draft, DraftSource } from '../draft.ts'
import type { Finding } from '../finding.ts'
import { guarded, ifSound } from './guarded.ts'

/** The rules that come with a source type, on the options the schema has passed. */
export function pluginFindings({ sources }: Draft): Finding[] {
  return sources.flatMap(source => (source.plugin.rules ?? []).flatMap(rule => run(rule, source)))
}

/** `['allow', 'domains', '0']`: the first entry of a list. No key of an option is a number. */
const step = (segment: string) => (/^[0-9]+$/.test(segment) ? Number(segment) : segment)

type PluginRule = NonNullable<DraftSource['plugin']['rules']>[number]

function run(rule: PluginRule, { options, host: { allow }, failed, path, type }: DraftSource): Finding[] {
  // the same as `open` gets
  const common = allow && Object.keys(allow).length > 0 ? { allow } : {}

  try {
    const found = ifSound(() => rule(guarded({ ...options, ...common }, failed))) ?? []
    return found.map(({ at, ...finding }) => ({ ...finding, at: [...path, ...at.map(step)] }))
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
