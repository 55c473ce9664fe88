/**
 * What ajv writes, at a third of its length: each error is made by one call and without its place in the schema, which nobody
 * asks for; of the schemas there is what the checks look at; and a pattern is read when a text is held against it.
 */
export function shortened(code) {
  return `${withoutSchemas(withLatePatterns(withFailures(code)))}
function add(errors, error) {
  if (errors === null) return [error]
  errors.push(error)
  return errors
}
function failure(instancePath, keyword, params, propertyName) {
  const error = { instancePath, keyword, params }
  return propertyName === undefined ? error : { ...error, propertyName }
}
function pattern(source) {
  let form
  return { test: text => (form ??= new RegExp(source, 'u')).test(text) }
}
function either(one, other) {
  return { test: text => one.test(text) || other.test(text) }
}`
}

/** Three quarters of ajv's code say what is wrong. */
function withFailures(code) {
  const error =
    /const (err\d+) = (\{.*?\});if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}/g
  const content =
    /^\{instancePath(?::(.*?))?,schemaPath:"(?:[^"\\]|\\.)*",keyword:("\w+"),params:(\{.*?\})(?:,propertyName:(\w+))?\}$/
  const call = (_, __, object) => {
    const [, path = 'instancePath', keyword, params, name] = content.exec(object) ?? []
    if (keyword === undefined) return `vErrors = add(vErrors, ${object});`
    const named = name === undefined ? '' : `, ${name}`
    return `vErrors = add(vErrors, failure(${path}, ${keyword}, ${params}${named}));`
  }
  return code.replaceAll(error, call)
}

/**
 * To read a pattern takes V8 a tenth of a millisecond, and a class by a property of Unicode a whole one; a file holds texts
 * against few of those that the language has. Control characters, which most patterns exclude, are written out; of
 * letters, marks and numbers, and of what can be seen, that which nearly every text is made of is tried alone first.
 */
const withLatePatterns = code =>
  code.replaceAll(/new RegExp\(("(?:[^"\\]|\\.)*"), "u"\)/g, (_, source) => {
    const whole = source.replaceAll(/(?<=\[[^\]]*)\\\\p\{Cc\}/g, '\\\\0-\\\\x1f\\\\x7f-\\\\x9f')
    const usual = whole
      .replaceAll('\\\\p{L}|\\\\p{M}|\\\\p{N}', '[0-9A-Za-z\\\\u4e00-\\\\u9fff]')
      .replaceAll(
        /(?<=\[\^[^\]]*)\\\\p\{Cf\}\\\\p\{Zl\}\\\\p\{Zp\}/g,
        '\\\\xad\\\\u0600-\\\\u2e7f\\\\ua000-\\\\u{10ffff}',
      )
    return usual === whole ? `pattern(${whole})` : `either(pattern(${usual}), pattern(${whole}))`
  })

/** Of its schemas ajv's code asks which properties there are, and an error quotes lists of values and types. */
function withoutSchemas(code) {
  const schemas = new Map()
  const rest = code.replaceAll(
    /const (schema\d+) = (\{(?:"(?:[^"\\]|\\.)*"|[^";])*\});/g,
    (_, name, text) => {
      schemas.set(name, JSON.parse(text))
      return ''
    },
  )
  const kept = new Map()
  const short = rest.replaceAll(
    /(\.call\()?\b(schema\d+)((?:\.[\w$]+|\[(?:\d+|"(?:[^"\\]|\\.)*")\])*)/g,
    (_, call, name, path) => {
      const steps = [...path.matchAll(/\.([\w$]+)|\[(.*?)\]/g)].map(
        ([, key, inBrackets]) => key ?? JSON.parse(inBrackets),
      )
      const value = steps.reduce((schema, step) => schema[step], schemas.get(name))
      if (call === undefined) return JSON.stringify(value)
      const keys = `keysOf_${[name, ...steps].join('_').replaceAll(/\W/g, '_')}`
      kept.set(keys, Object.fromEntries(Object.keys(value).map(key => [key, true])))
      return `${call}${keys}`
    },
  )
  const constants = [...kept].map(([name, keys]) => `const ${name} = ${JSON.stringify(keys)};`)
  return `${short}\n${constants.join('\n')}`
}
