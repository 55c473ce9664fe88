import { isScalar, type Pair } from 'yaml'
import type { MapCheck, YamlFinding } from './check.ts'
import { noSpaceAfterColon } from './stuck.ts'

/** `autoRegister:{ enabled: true }` and `autoRegister { enabled: true }` have the key "autoRegister:{ enabled". */
export const bracketInKey: MapCheck = ({ node, path }) =>
  (node.items as Pair[]).flatMap(({ key, value }): YamlFinding[] => {
    if (!isScalar(key) || key.type !== 'PLAIN' || !key.range || !key.source?.includes('{')) return []
    const [, name = '', colon = '', space = ''] = /^([A-Za-z][\w-]*)(:?)( *)\[?\{/.exec(key.source) ?? []
    if (name === '' || !isScalar(value) || !/[}\]]$/.test(value.source ?? '')) return []
    const [start] = key.range
    return [
      {
        severity: 'error',
        at: path,
        failed: path,
        on: [start, start + name.length + colon.length],
        ...(colon === ''
          ? {
              rule: 'yaml/syntax',
              message: 'there is no ":" after this key',
              help: space === '' ? 'write ": " after it' : 'write ":" after it',
            }
          : noSpaceAfterColon),
      },
    ]
  })
