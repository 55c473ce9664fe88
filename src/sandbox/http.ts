import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

type Handler = (request: Request) => Promise<Response>

const mostBytes = 1_048_576

/** A simulator speaks the web's own Request and Response; this puts one behind a port. */
export function listener(handler: Handler, origin: () => string): RequestListener {
  return (incoming, outgoing) => {
    // a web page elsewhere must not reach it under a name of its own (DNS rebinding)
    if (incoming.headers.host !== new URL(origin()).host) return void outgoing.writeHead(421).end()
    answer(handler, origin(), incoming, outgoing).catch(error => {
      outgoing.writeHead(500, { 'content-type': 'text/plain' })
      outgoing.end(`the simulator failed: ${String(error)}`)
    })
  }
}

async function answer(
  handler: Handler,
  origin: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > mostBytes) return void outgoing.writeHead(413).end()
    chunks.push(chunk)
  }
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  )
  const method = incoming.method ?? 'GET'
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks)
  const reply = await handler(new Request(origin + (incoming.url ?? '/'), { method, headers, body }))
  outgoing.writeHead(reply.status, [...reply.headers].flat())
  outgoing.end(Buffer.from(await reply.arrayBuffer()))
}
