import type { ConsoleStep, ConsoleUrls } from './plugin.ts'

/** Steps that are data, and the function that fills them in. */
export interface DataConsole {
  (options: object, urls: ConsoleUrls): readonly ConsoleStep[]
  /** As written, with their placeholders: what a manifest says. */
  readonly steps: readonly ConsoleStep[]
}

/**
 * Console steps as data, for a plugin with a manifest: `value` and `note` may have the placeholders `{callback}`,
 * `{home}`, `{inApp}`, `{events}`, `{egressIps}`, `{options.clientId}` and `{allow.groups}`; lists come with commas. A
 * step that speaks of something which the file does not have is left out.
 */
export function consoleSteps(steps: readonly ConsoleStep[]): DataConsole {
  const fill = (options: object, urls: ConsoleUrls) =>
    steps.flatMap(step => filled(step, name => textAt({ ...urls, options, ...pick(options, 'allow') }, name)))
  return Object.assign(fill, { steps })
}

const placeholder = /\{([A-Za-z][A-Za-z0-9_.]*)\}/g

/** The names between braces in the values and notes of a step. */
export function placeholdersIn({ value, note }: ConsoleStep): string[] {
  const texts = [value ?? '', note?.zh ?? '', note?.en ?? '']
  return texts.flatMap(text => [...text.matchAll(placeholder)].map(([, name = '']) => name))
}

type Lookup = (name: string) => string | undefined

function filled(step: ConsoleStep, lookup: Lookup): ConsoleStep[] {
  if (placeholdersIn(step).some(name => lookup(name) === undefined)) return []
  const fill = (text: string) => text.replace(placeholder, (_, name: string) => lookup(name) ?? '')
  const { value, note } = step
  return [
    {
      ...step,
      value: value === null ? null : fill(value),
      ...(note && { note: { zh: fill(note.zh), en: fill(note.en) } }),
    },
  ]
}

function textAt(root: object, name: string): string | undefined {
  const found = name
    .split('.')
    .reduce<unknown>(
      (here, key) => (typeof here === 'object' && here !== null ? pick(here, key)[key] : undefined),
      root,
    )
  if (Array.isArray(found)) return found.length > 0 ? found.join(', ') : undefined
  return typeof found === 'object' || found === undefined || found === '' ? undefined : String(found)
}

/** A key that the object has itself, and nothing that every object has. */
const pick = (object: object, key: string): Readonly<Record<string, unknown>> =>
  Object.hasOwn(object, key) ? { [key]: (object as Record<string, unknown>)[key] } : {}
