import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(
  new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
)

interface Message {
  id?: number
  method?: string
  params?: unknown
  result?: unknown
}

export interface Problem {
  message: string
  range: { start: Position }
}

export interface Proposal {
  label: string
  documentation?: string | { value: string }
  sortText?: string
  insertText?: string
  textEdit?: { newText: string; range: { start: Position; end: Position } }
}

interface Position {
  line: number
  character: number
}

/** The real yaml-language-server, spoken to as an editor does (Language Server Protocol 3.17, §Base Protocol). */
export class LanguageServer {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #answers = new Map<number, (result: unknown) => void>()
  readonly #problems = new Map<string, (problems: Problem[]) => void>()
  #buffer = Buffer.alloc(0)
  #id = 0

  private constructor() {
    this.#process = spawn(process.execPath, [program, '--stdio'])
    this.#process.stdout.on('data', (chunk: Buffer) => this.#receive(chunk))
  }

  static async start(): Promise<LanguageServer> {
    const server = new LanguageServer()
    await server.#ask('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: {
          hover: { contentFormat: ['markdown'] },
          completion: { completionItem: { snippetSupport: true } },
        },
        workspace: { configuration: true },
      },
    })
    server.#tell('initialized', {})
    return server
  }

  /** Opens a text as a file of its own and answers what is wrong with it. */
  open(uri: string, text: string): Promise<Problem[]> {
    const problems = new Promise<Problem[]>(resolve => this.#problems.set(uri, resolve))
    this.#tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    return problems
  }

  async completion(uri: string, line: number, character: number): Promise<string[]> {
    return (await this.proposals(uri, line, character)).map(({ label }) => label)
  }

  /** The same with their words, and what is put in. */
  async proposals(uri: string, line: number, character: number): Promise<Proposal[]> {
    const found = await this.#ask('textDocument/completion', {
      textDocument: { uri },
      position: { line, character },
    })
    return (found as { items: Proposal[] }).items
  }

  async hover(uri: string, line: number, character: number): Promise<string> {
    const found = await this.#ask('textDocument/hover', {
      textDocument: { uri },
      position: { line, character },
    })
    return (found as { contents: { value: string } } | null)?.contents.value ?? ''
  }

  stop(): void {
    this.#process.kill()
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    this.#id += 1
    const id = this.#id
    return new Promise(resolve => {
      this.#answers.set(id, resolve)
      this.#send({ id, method, params })
    })
  }

  #tell(method: string, params: unknown): void {
    this.#send({ method, params })
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  #receive(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n')
      if (end === -1) return
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.subarray(0, end).toString())?.[1])
      if (this.#buffer.length < end + 4 + length) return
      const body = this.#buffer.subarray(end + 4, end + 4 + length).toString()
      this.#buffer = this.#buffer.subarray(end + 4 + length)
      this.#handle(JSON.parse(body) as Message)
    }
  }

  #handle({ id, method, params, result }: Message): void {
    if (method === undefined && id !== undefined) this.#answers.get(id)?.(result)
    if (method === 'workspace/configuration' && id !== undefined) {
      // what an editor's settings would say: nothing but that checking is on
      const settings = [
        { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
        {},
        {},
        {},
        {},
      ]
      this.#send({ id, result: settings.slice(0, (params as { items: unknown[] }).items.length) })
    } else if (method !== undefined && id !== undefined) this.#send({ id, result: null })
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: Problem[] }
      this.#problems.get(uri)?.(diagnostics)
    }
  }
}
