import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Draft, When } from '../draft.ts'

/** Every condition of the file, with its place: those of grants, and of the roles of Alibaba Cloud. */
export function conditionsOf({ grants, apps }: Draft): { at: Path; when: When }[] {
  return [
    ...grants.flatMap(({ at, value: { when } }) => (when ? [{ at: [...at, 'when'], when }] : [])),
    ...apps.flatMap(({ path, options: { roles } }) =>
      Array.isArray(roles)
        ? roles.flatMap(({ when }: { when?: When }, index) =>
            when ? [{ at: [...path, 'roles', index, 'when'], when }] : [],
          )
        : [],
    ),
  ]
}
