import { type Document, isMap } from 'yaml'
import type { Finding } from '../../finding.ts'
import { assignments } from './assignments.ts'
import { carriageReturns } from './carriage-returns.ts'
import { compose } from './compose.ts'
import { hasAdded, patch } from './diff.ts'
import { fence } from './fence.ts'
import { kubernetes } from './kubernetes.ts'
import { markup } from './markup.ts'
import { prompt } from './prompt.ts'

/** What a text is that is no YAML, or has lines of it around. Each is asked of a text in which something is wrong, and is linear. */
const texts: readonly ((text: string) => Told | undefined)[] = [
  carriageReturns,
  markup,
  fence,
  patch,
  prompt,
  assignments,
]

/** What is said instead of everything else, which would be of the consequences. */
export type Told = Pick<Finding, 'message' | 'help' | 'label'> & { readonly on: readonly [number, number] }

/** A file that is certainly not a configuration but something else: one message says what. */
export function otherFile(document: Document, text: string): Finding | undefined {
  const { contents, errors } = document
  const product = isMap(contents) ? (kubernetes(contents) ?? compose(contents)) : undefined
  if (product) return { rule: 'schema/wrong-type', severity: 'error', at: [], ...product }
  if (errors.length === 0 && isMap(contents) && !hasAdded(contents)) return undefined
  const told = first(texts, text)
  return told && { rule: 'yaml/syntax', severity: 'error', at: [], ...told }
}

function first(diagnoses: typeof texts, text: string): Told | undefined {
  for (const diagnose of diagnoses) {
    const told = diagnose(text)
    if (told) return told
  }
  return undefined
}
