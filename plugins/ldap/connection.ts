import type { Duplex } from 'node:stream'
import { BindRequest, FilterParser, SearchRequest, UnbindRequest } from 'ldapts'
import { SsoError } from 'sso-kit/plugin'
import { garbled } from './ber.ts'
import { incoming } from './incoming.ts'
import { type Entry, type Reply, type Result, replyOf } from './reply.ts'

export interface Search {
  baseDn: string
  scope: 'sub' | 'base'
  filter: string
  attributes: readonly string[]
  /** Most entries to be sent. */
  limit: number
}

/** One connection, one question at a time. It is never opened again by itself, least of all as nobody or without TLS. */
export interface Connection {
  /** Simple authentication (RFC 4513 §5.1.3). */
  bind(dn: string, password: string): Promise<Result>
  search(search: Search): Promise<{ entries: readonly Entry[]; result: Result }>
  close(): void
}

const timeLimitS = 5

export function connection(stream: Duplex): Connection {
  const replies = incoming(stream)
  let messageId = 0

  async function* ask(message: Buffer, id: number): AsyncGenerator<Reply> {
    stream.write(message)
    for (;;) {
      const reply = replyOf(await replies.next())
      // RFC 4511 §4.4.1: id 0 is the server's good-bye
      if (reply.id === 0) throw new SsoError('source_unreachable', { cause: goodbye(reply) })
      if (reply.id !== id) throw garbled(`message ${reply.id} answers nothing`)
      yield reply
    }
  }

  return {
    async bind(dn, password) {
      // RFC 4513 §5.1.2: a DN without a password is let in as nobody, and looks like a success
      if (dn === '' || password === '') throw new Error('a bind needs a name and a password')
      messageId += 1
      for await (const reply of ask(new BindRequest({ messageId, dn, password }).write(), messageId)) {
        if (reply.kind === 'bound') return reply.result
        throw garbled('a bind was answered with something else')
      }
      throw garbled('no answer')
    },
    async search({ baseDn, scope, filter, attributes, limit }) {
      messageId += 1
      const request = new SearchRequest({
        messageId,
        baseDN: baseDn,
        scope,
        filter: FilterParser.parseString(filter),
        attributes: [...attributes],
        derefAliases: 'never',
        sizeLimit: limit,
        timeLimit: timeLimitS,
      })
      const entries: Entry[] = []
      for await (const reply of ask(request.write(), messageId)) {
        if (reply.kind === 'found') return { entries, result: reply.result }
        if (reply.kind === 'entry') entries.push(reply.entry)
        // a reference names another server, and no address that came in a reply is called
        else if (reply.kind !== 'reference') throw garbled('a search was answered with something else')
      }
      throw garbled('no answer')
    },
    close() {
      stream.end(new UnbindRequest({ messageId: messageId + 1 }).write(), () => stream.destroy())
    },
  }
}

const goodbye = (reply: Reply): string =>
  reply.kind === 'extended'
    ? `the server ended the connection: ${reply.result.code} ${reply.result.said}`
    : 'a message without a number'
