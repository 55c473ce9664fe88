import { secretForm } from '../../../diagnostics/secret-form.ts'
import { nameOf } from '../../shape/context.ts'
import { referencesOf } from '../references.ts'
import type { Rule } from '../rule.ts'

/** A name in lower case works, and is nearly always the secret itself: it is not repeated. One by its form has a rule of its own. */
export const envName: Rule = draft =>
  referencesOf(draft).flatMap(({ at, reference }) =>
    'env' in reference && !/^[A-Z_][A-Z0-9_]*$/.test(reference.env) && secretForm(reference.env) === undefined
      ? [
          {
            at: [...at, 'env'],
            message: `the environment variable for ${nameOf(at)} has a name that is not in capitals`,
            help: 'name it in capitals, such as CLIENT_SECRET; if the secret itself was written here, replace it at the vendor',
            secret: true,
          },
        ]
      : [],
  )
