import { compile } from '../../config/compile.ts'
import { redacted } from '../../config/shown.ts'
import { flow } from '../../config/written.ts'
import { documentOf as json } from '../../diagnostics/document.ts'
import { secretForm } from '../../diagnostics/secret-form.ts'
import type { First, FirstSource } from './first.ts'
import { textOf } from './text.ts'
import { remarks } from './words.ts'

/**
 * A value that was taken over and that the rules refuse gives way to what was there before, with a
 * remark: all the rest is taken over nevertheless.
 */
export async function withoutRefused(first: First, starters: readonly FirstSource[]): Promise<First> {
  const { diagnostics } = await compile(textOf(first, ''), { file: 'sso.config.yaml' })
  for (const { rule, severity, path, message, help } of diagnostics) {
    const [list, index, key] = path
    if (severity === 'error' && list === 'autoRegister' && index === 'permissions')
      return withoutRefused(withoutPermissions(first, rule, message, help), starters)
    const source = list === 'sources' ? first.sources[Number(index)] : undefined
    const starter = starters[Number(index)]
    if (severity !== 'error' || source === undefined || starter === undefined) continue
    const value = source.keys[String(key)]
    if (value === undefined || value === starter.keys[String(key)]) continue
    const { [String(key)]: _, ...rest } = source.keys
    const before = Object.hasOwn(starter.keys, String(key)) && { [String(key)]: starter.keys[String(key)] }
    const changed = { ...source, keys: inOrder({ ...rest, ...before }, starter) }
    const shown = secretForm(String(value)) === undefined ? json(value).trimEnd() : redacted
    return withoutRefused(
      {
        ...first,
        sources: first.sources.map(one => (one === source ? changed : one)),
        remarks: [
          `${key} ${shown}: ${remarks[first.language].refused(rule, message, help)}`,
          ...first.remarks,
        ],
      },
      starters,
    )
  }
  return first
}

/** Nothing at all is what stands there before. */
function withoutPermissions(first: First, rule: string, message: string, help: string): First {
  const { permissions } = first.autoRegister
  return {
    ...first,
    autoRegister: { ...first.autoRegister, permissions: [] },
    remarks: [
      `permissions ${flow(permissions)}: ${remarks[first.language].refused(rule, message, help)}`,
      ...first.remarks,
    ],
  }
}

/** As the starter has them; what it does not have comes last. */
const inOrder = (keys: FirstSource['keys'], starter: FirstSource): FirstSource['keys'] =>
  Object.fromEntries(
    [...new Set([...Object.keys(starter.keys), ...Object.keys(keys)])].flatMap(key =>
      Object.hasOwn(keys, key) ? [[key, keys[key]]] : [],
    ),
  )
