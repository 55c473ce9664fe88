import { type Document, isCollection, isScalar, type YAMLParseError } from 'yaml'
import { lineEndOf } from '../../diagnostics/lines.ts'
import type { Finding } from '../finding.ts'
import { whenWanted } from '../when-wanted.ts'
import { betweenBrackets } from './between.ts'
import { nodesOf } from './in-order.ts'
import { misindented, stepOf } from './indentation.ts'
import { secondDocument } from './second-document.ts'
import { slipNear } from './slips.ts'
import { stuckNear } from './stuck.ts'
import { spacesForTabs, tabBefore } from './tabs.ts'
import { type Token, tokensOf } from './tokens.ts'
import { widePunctuation } from './wide-punctuation.ts'

interface Lexed {
  readonly text: string
  readonly lexemes: readonly string[]
}

interface Told {
  rule?: string
  message: string
  help: string
  label?: string
}

/** The parser's codes in our words. What is not here is told as plain wrong syntax. */
const told: Readonly<Record<string, Told>> = {
  TAB_AS_INDENT: {
    rule: 'yaml/tab-indent',
    message: 'a tab is used to indent',
    help: 'use spaces',
    label: 'a tab',
  },
  RESOURCE_EXHAUSTION: {
    rule: 'yaml/too-large',
    message: 'the file is nested too deeply',
    help: 'nest at most 64 levels',
  },
  BAD_ALIAS: {
    message: 'an alias has no name or a wrong one',
    help: 'put a value that begins with "*" in quotes',
  },
  BAD_DQ_ESCAPE: {
    message: 'this escape does not exist in double quotes',
    help: 'write "\\\\" for a backslash, or use single quotes',
  },
  BAD_SCALAR_START: {
    message: 'a value cannot begin with this character',
    help: 'put the value in quotes',
  },
  NON_STRING_KEY: {
    message: 'a map stands where a key is expected',
    help: 'write a word before the colon',
  },
  BAD_INDENT: {
    message: 'this line is not indented as the lines above it',
    help: 'align it with the key it belongs to',
  },
  BLOCK_IN_FLOW: {
    message: 'an indented list or map stands inside [ ] or { }',
    help: 'write it in one line, or without the brackets',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second ":" makes this a map inside a line',
    help: 'put the value in quotes, or the map on lines of its own',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'this line has no ":" after its key',
    help: 'write "key: value", with a space after the colon',
  },
  KEY_OVER_1024_CHARS: {
    message: 'a key has more than 1024 characters',
    help: 'close the quotes or brackets before the colon',
  },
}

const other: Told = {
  message: 'this is not valid YAML',
  help: 'check quotes, brackets and indentation around this place',
}

/** The first syntax error; those behind it are mostly its consequences. */
export function syntaxErrors(
  document: Document,
  { text, lexemes }: Lexed,
  isYaml: (text: string) => boolean,
): Finding[] {
  const error = firstOf(document.errors)
  const tokens = whenWanted(() => tokensOf(lexemes))
  const found = error && syntaxError(document, error, text, tokens)
  const near = error && found ? [...error.pos, found.on[0]] : []
  const strays = widePunctuation({ text, tokens }, near, isYaml)
  return strays.length > 0 || found === undefined ? strays : [found]
}

/** A map in the place of a key is mostly what is left of one whose comma or bracket is missing. */
function firstOf(errors: readonly YAMLParseError[]): YAMLParseError | undefined {
  const inOrder = [...errors].sort((a, b) => a.pos[0] - b.pos[0])
  return inOrder.find(({ code }) => code !== 'NON_STRING_KEY') ?? inOrder[0]
}

function syntaxError(
  document: Document,
  error: YAMLParseError,
  text: string,
  tokens: () => readonly Token[],
): Finding & { on: readonly [number, number] } {
  const line = text.slice(0, error.pos[0]).split('\n').length
  const tab = isOfIndent.has(error.code) ? tabBefore(text, error.pos[0]) : undefined
  const isPlain = tab === undefined && told[error.code]?.rule === undefined
  const bySigns = () =>
    betweenBrackets(error.pos[0], text, tokens()) ??
    stuckNear(text, line) ??
    misindented(text, line, tokens())
  return {
    rule: 'yaml/syntax',
    severity: 'error',
    at: [],
    ...((error.code === 'MULTIPLE_DOCS' ? secondDocument(text, error.pos[0]) : undefined) ??
      template(error, text) ??
      twoBraces(error, text) ??
      (isPlain ? slipNear(text, error.pos[0], tokens()) : undefined) ??
      unclosed(document, error, text) ??
      withoutBraces(error, text) ??
      (isPlain ? bySigns() : undefined) ?? {
        on: marked(error, text),
        ...(told[codeOf(error, text)] ?? other),
      }),
    ...(tab !== undefined && { on: [tab, tab + 1], ...told.TAB_AS_INDENT, ...withSpaces(text) }),
  }
}

/** What the parser says of a line that is not where it should be. */
const isOfIndent: ReadonlySet<string> = new Set(['TAB_AS_INDENT', 'BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY'])

/** As many spaces as the rest of the file has for one level. */
function withSpaces(text: string): Pick<Finding, 'help' | 'fix'> {
  const step = stepOf(text)
  return {
    help:
      step === undefined
        ? 'use spaces, 2 for each level: YAML does not allow tabs there'
        : `use spaces, ${step} for each level as in the rest of the file: YAML does not allow tabs there`,
    fix: spacesForTabs(text, step),
  }
}

/** `clientSecret: env: NAME` */
function withoutBraces(error: YAMLParseError, text: string): Marked | undefined {
  const [, before = '', kind = '', name = ''] =
    /^([^\S\n]*)(env|file|credential|exec)[ \t]*:[ \t]+([^\n]*)/.exec(text.slice(error.pos[0])) ?? []
  if (kind === '') return undefined
  const start = error.pos[0] + before.length
  return {
    on: [start, start + kind.length + 1],
    message: 'a reference is a map of its own: it needs braces',
    help: `write { ${kind}: ${/^[A-Z][A-Z0-9_]*(?=\s*(?:\}\s*)?$)/.exec(name)?.[0] ?? '…'} }`,
  }
}

/** Of the two codes of a key without its colon the one that says so. */
const codeOf = ({ code, message, pos: [at] }: YAMLParseError, text: string): string =>
  code === 'MISSING_CHAR' &&
  message.startsWith('Implicit map keys need') &&
  /^[A-Za-z][\w-]*[ \t]+[^\s:]/.test(text.slice(at, at + 200))
    ? 'MULTILINE_IMPLICIT_KEY'
    : code

/** `{{ env: NAME }}` */
function twoBraces(error: YAMLParseError, text: string): Marked | undefined {
  if (error.code !== 'NON_STRING_KEY' || text[error.pos[0]] !== '{') return undefined
  const at = /\{\s*$/.exec(text.slice(Math.max(0, error.pos[0] - 32), error.pos[0]))
  if (at === null) return undefined
  const start = error.pos[0] - at[0].length
  return {
    on: [start, error.pos[0] + 1],
    message: 'there are two braces where one opens a map',
    help: 'write one "{" and one "}"',
  }
}

type Marked = Told & { on: [number, number] }

/** `{{ .Values.corpId }}`, which was to be filled in by another program. */
function template(error: YAMLParseError, text: string): Marked | undefined {
  const start = error.pos[0] === 0 ? 0 : text.lastIndexOf('\n', error.pos[0] - 1) + 1
  const [line = ''] = text.slice(start).split('\n', 1)
  const found = /^[^"'#]*?(\{\{(?! *[A-Za-z]\w*: )|\{%|<%)/.exec(line)
  if (found?.[1] === undefined) return undefined
  const at = start + found[0].length - found[1].length
  return {
    on: [at, at + found[1].length],
    message: 'templates are not filled in here',
    help: 'fill them in before, and check the file that comes out of that; { env: NAME } takes a secret from the environment',
  }
}

/** Brackets and quotes that are never closed: the place that opens them says more than the end of the file. */
function unclosed(document: Document, error: YAMLParseError, text: string): Marked | undefined {
  if (error.code !== 'MISSING_CHAR' && error.code !== 'BAD_INDENT') return undefined
  let found: { at: number; open: string } | undefined
  for (const node of nodesOf(document.contents)) {
    if (!node.range || node.range[0] >= error.pos[1] + 1) continue
    const open = text[node.range[0]] ?? ''
    // a pair in a list has no brackets of its own
    const flow = isCollection(node) && /[[{]/.test(open) && text[node.range[1] - 1] !== closing[open]
    const quoted =
      isScalar(node) &&
      (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') &&
      node.range[1] >= error.pos[0] &&
      (node.range[1] - node.range[0] < 2 || text[node.range[1] - 1] !== open)
    if (flow || quoted) found = { at: node.range[0], open }
  }
  if (found === undefined || !(found.open in closing)) return undefined
  return {
    message: `${opened[found.open]} opened here is never closed`,
    help: `add ${closing[found.open]} where it ends`,
    on: [found.at, found.at + 1],
  }
}

const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" }
const opened: Readonly<Record<string, string>> = {
  '[': 'a list',
  '{': 'a map',
  '"': 'a quote',
  "'": 'a quote',
}

/** At least one character, at most the line. */
function marked(error: YAMLParseError, text: string): [number, number] {
  const first = Math.min(error.pos[0], Math.max(text.length - 1, 0))
  const start = first + (/^ +(?=\S)/.exec(text.slice(first, first + 256))?.[0].length ?? 0)
  return [start, Math.max(start + 1, Math.min(error.pos[1], lineEndOf(text, start)))]
}
