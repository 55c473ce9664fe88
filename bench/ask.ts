import { type Agent, request } from 'node:http'

export interface Reply {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

export interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** One question to a server of this machine, under the name that it has in its file. */
export function ask(
  agent: Agent,
  at: number,
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const host = `localhost:${at}`
    const asked = request(
      { agent, host: '127.0.0.1', port: at, path, method, headers: { host, ...headers } },
      answer => {
        const parts: Buffer[] = []
        answer.on('data', part => parts.push(part))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts).toString(),
          }),
        )
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}
