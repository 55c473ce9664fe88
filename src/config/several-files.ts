import type { ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'
import { withOtherFiles } from './here-too.ts'
import type { Whole } from './overlay.ts'
import { overriddenSecrets } from './overridden.ts'
import type { Context } from './shape/context.ts'

/** What is found in files that are laid over each other, and in none of them alone. */
export const ofSeveral = (
  found: readonly Finding[],
  layers: readonly ParsedLayer[],
  whole: Whole,
  context: Context,
): Finding[] => [
  ...withOtherFiles(found, layers, whole),
  ...overriddenSecrets(layers, whole, context.schemaOf, context),
]
