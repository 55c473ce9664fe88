/** Stands for a filter that was taken away; private use, so that no file has it. */
const taken = '\uE000'
const innermost = /\((?:[A-Za-z][\w-]*(?:[~<>]?|(?::dn)?(?::[\w.-]+)?:)=[^()\uE000]*|[&|]\uE000+|!\uE000)\)/g

/** RFC 4515 of a text: the innermost filters are taken away, again and again, until a single one is left. */
export function isFilter(text: string): boolean {
  let rest = text.includes(taken) ? '' : text
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(innermost, taken)
  }
  return rest === taken
}

/** The attribute of `(attribute={name})`; undefined unless the placeholders stand exactly once, and like this. */
export function comparedWith(filter: string, names: readonly string[]): string | undefined {
  const held = filter.match(new RegExp(`\\{(?:${names.join('|')})\\}`, 'g')) ?? []
  const whole = new RegExp(`\\(([A-Za-z][\\w-]*)(?::[\\w.-]+:)?=\\{(?:${names.join('|')})\\}\\)`).exec(filter)
  return held.length === 1 ? whole?.[1] : undefined
}

/** The filter for whoever has a name at all, and is found by one. */
export const forEverybody = (filter: string): string =>
  filter.replace(/\(([A-Za-z][\w-]*)(?::[\w.-]+:)?=\{username\}\)/, '($1=*)')

/** RFC 4515 §3: these five would be read as syntax. */
export const escaped = (value: string): string =>
  value.replace(/[*()\\\0]/g, char => `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** The filter with values in the place of `{…}`, each of them escaped. */
export const filled = (filter: string, values: Readonly<Record<string, string>>): string =>
  filter.replace(/\{(\w+)\}/g, (held, name: string) =>
    Object.hasOwn(values, name) ? escaped(values[name] ?? '') : held,
  )
