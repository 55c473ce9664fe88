import type { ConsoleUrls, OptionsSchema } from '../../plugin.ts'
import type { DeclaredPlugin } from '../../plugins.ts'
import { consoleSteps } from '../../steps.ts'
import type { Manifest } from './manifest.ts'

/** What a manifest says, in the form that the code of a built-in plugin says it. */
export function declared(manifest: Manifest): DeclaredPlugin {
  const {
    summary,
    options,
    allow,
    groups,
    directory,
    events,
    inApp,
    ruleDocs,
    redirectMatch,
    console: steps,
  } = manifest
  return {
    summary,
    // the schema of manifests describes this very type
    options: options as OptionsSchema,
    ...(allow && { allow }),
    ...(groups && { groups }),
    ...(manifest.public && { public: () => true }),
    ...(manifest.manyIssuers && { manyIssuers: () => true }),
    ...(directory && { directory }),
    ...(events && { events: events as OptionsSchema }),
    ...(inApp && { inApp }),
    ...(redirectMatch && { redirectMatch }),
    ...(ruleDocs && { ruleDocs }),
    ...(steps && { console: (given: object, urls: ConsoleUrls) => consoleSteps(steps)(given, urls) }),
  }
}
