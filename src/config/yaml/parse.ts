import { Composer, type CST, type Document, Parser, YAMLParseError } from 'yaml'

/**
 * The same as the package's `parseDocument`, but for its reading the text once more: it is given what `lexed` has read.
 * Undefined where the text is nested too deeply.
 */
export function parse(lexemes: readonly string[], length: number): Document | undefined {
  // the parser's errors are values to us, and a file may have a hundred thousand: a stack for each takes longest of all
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    const composer = new Composer({
      version: '1.2',
      // both: without an explicit schema a %YAML 1.1 line would turn `no` into false
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      customTags: [],
      strict: true,
      stringKeys: true,
      // our own check is linear and knows both places
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    })
    const [document, second] = composer.compose(tokens(lexemes), true, length)
    if (document && second)
      document.errors.push(
        new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', 'a second document'),
      )
    return document
  } catch {
    // the parser recurses: deep indentation may exhaust the stack
    return undefined
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function* tokens(lexemes: readonly string[]): Generator<CST.Token> {
  const parser = new Parser()
  for (const lexeme of lexemes) yield* parser.next(lexeme)
  yield* parser.end()
}
