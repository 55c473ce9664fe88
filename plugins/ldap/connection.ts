import type { Duplex } from 'node:stream'
import {
  BindRequest,
  type Filter,
  FilterParser,
  PagedResultsControl,
  SearchRequest,
  UnbindRequest,
} from 'ldapts'
import { SsoError } from 'sso-kit/plugin'
import { garbled } from './ber.ts'
import { incoming } from './incoming.ts'
import { type Entry, type Reply, type Result, replyOf } from './reply.ts'

export interface Search {
  baseDn: string
  scope: 'sub' | 'base'
  filter: string | Filter
  attributes: readonly string[]
  /** Most entries to be sent; 0 for as many as there are. */
  limit: number
  /** One page of a list (RFC 2696), from where the cookie of the page before says; empty for the first. */
  page?: { size: number; cookie: Buffer }
}

export interface Found {
  entries: readonly Entry[]
  result: Result
  /** Of the next page; empty after the last, and where no page was asked for. */
  cookie: Buffer
}

/** One connection, one question at a time. It is never opened again by itself, least of all as nobody or without TLS. */
export interface Connection {
  /** Simple authentication (RFC 4513 §5.1.3). */
  bind(dn: string, password: string): Promise<Result>
  search(search: Search): Promise<Found>
  close(): void
}

const timeLimitS = 5

export function connection(stream: Duplex): Connection {
  const replies = incoming(stream)
  let messageId = 0

  async function* ask(message: Buffer, id: number): AsyncGenerator<Reply> {
    replies.begin()
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
    async search({ baseDn, scope, filter, attributes, limit, page }) {
      messageId += 1
      const request = new SearchRequest({
        messageId,
        baseDN: baseDn,
        scope,
        filter: typeof filter === 'string' ? FilterParser.parseString(filter) : filter,
        attributes: [...attributes],
        derefAliases: 'never',
        sizeLimit: limit,
        timeLimit: timeLimitS,
        // a server that does not know it must not send everything at once
        ...(page && { controls: [new PagedResultsControl({ critical: true, value: page })] }),
      })
      const entries: Entry[] = []
      for await (const reply of ask(request.write(), messageId)) {
        if (reply.kind === 'found') {
          if (page && reply.result.code === 0 && !reply.cookie)
            throw garbled('a page says nothing of the next')
          return { entries, result: reply.result, cookie: reply.cookie ?? Buffer.alloc(0) }
        }
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
