import { isBeyondScope, isPath } from '../department-path.ts'
import type { Rule } from '../rule.ts'

/** Somebody whom a sign-in lets in by a path would be put out by the next read, which cannot tell it. */
export const pathBeyondScope: Rule = ({ sources }) =>
  sources.flatMap(({ path, plugin, host: { allow, sync } }) =>
    isBeyondScope(plugin, sync)
      ? (allow?.departments ?? []).flatMap((entry, index) =>
          isPath(entry)
            ? [
                {
                  at: [...path, 'allow', 'departments', index],
                  message: 'the directory is read in part, and does not tell what lies above that part',
                  help: 'write the id or the name of the department',
                  related: [{ at: [...path, 'sync', 'scope'], message: 'this part' }],
                },
              ]
            : [],
        )
      : [],
  )
