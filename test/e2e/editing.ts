import { LanguageServer, type Proposal } from './language-server.ts'

const schema = new URL('../../schemas/sso.config.schema.json', import.meta.url).href

/** Texts with a cursor, `▮`, as an editor shows them to the server. */
export class Editing {
  readonly #server: LanguageServer
  readonly #schema: string
  #files = 0

  private constructor(server: LanguageServer, schema: string) {
    this.#server = server
    this.#schema = schema
  }

  static async start(href = schema): Promise<Editing> {
    return new Editing(await LanguageServer.start(), href)
  }

  stop(): void {
    this.#server.stop()
  }

  /** What is said of a file, each with its line. */
  async problems(body: string, name?: string): Promise<string[]> {
    const { problems } = await this.#open(body, name)
    return problems.map(({ message, range }) => `${range.start.line}: ${message}`)
  }

  async proposals(marked: string): Promise<Proposal[]> {
    const { uri, line, column } = await this.#at(marked)
    return this.#server.proposals(uri, line, column)
  }

  async labels(marked: string): Promise<string[]> {
    return (await this.proposals(marked)).map(({ label }) => label)
  }

  async hover(marked: string): Promise<string> {
    const { uri, line, column } = await this.#at(marked)
    return this.#server.hover(uri, line, column)
  }

  /** The text after the proposal of that name is taken, and all its places are left as they are. */
  async take(marked: string, label: string): Promise<string> {
    const proposal = (await this.proposals(marked)).find(one => one.label === label)
    if (proposal === undefined) throw new Error(`"${label}" is not proposed`)
    return taken(marked, proposal)
  }

  async #at(marked: string) {
    const before = `${this.#modeline}${marked.slice(0, marked.indexOf('▮'))}`.split('\n')
    const { uri } = await this.#open(marked.replace('▮', ''))
    return { uri, line: before.length - 1, column: before.at(-1)?.length ?? 0 }
  }

  async #open(body: string, name?: string) {
    this.#files += 1
    const uri = `file:///tmp/${this.#files}/${name ?? 'sso.config.yaml'}`
    return { uri, problems: await this.#server.open(uri, this.#modeline + body) }
  }

  get #modeline() {
    return `# yaml-language-server: $schema=${this.#schema}\n`
  }
}

/** An editor moves all lines that are put in to where the first one begins. */
export function taken(marked: string, { textEdit, insertText = '' }: Proposal): string {
  const cursor = marked.indexOf('▮')
  const lineStart = marked.lastIndexOf('\n', cursor) + 1
  const text = marked.replace('▮', '')
  const from = textEdit === undefined ? cursor : lineStart + textEdit.range.start.character
  const to = textEdit === undefined ? cursor : lineStart + textEdit.range.end.character
  const indent = /^ */.exec(text.slice(lineStart, from))?.[0] ?? ''
  const put = plain(textEdit?.newText ?? insertText).replaceAll('\n', `\n${indent}`)
  return text.slice(0, from) + put + text.slice(to)
}

/** A snippet with its places as they are: `${1:text}` is `text`, of `${1|a,b|}` the first, `$1` nothing. */
const plain = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+(?::((?:\\.|[^\\}])*))?\}|\$\d+/g, (_, text = '') => text)
    .replace(/\\([\\}$])/g, '$1')
