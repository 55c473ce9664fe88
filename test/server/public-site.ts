import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from '../../src/config/compile.ts'
import { createLog } from '../../src/server/log.ts'
import { type Running, serve } from '../../src/server/serve.ts'

export interface PublicSite extends Running {
  log: Record<string, unknown>[]
  stop(): Promise<void>
}

/**
 * The runtime as it stands behind a proxy that ends TLS: its address is `https://sso.example.com`, and it is spoken to
 * in plain HTTP. Talk to it with `raw.ts`, which can say any Host.
 */
export async function openPublicSite(
  body: string,
  publicUrl = 'https://sso.example.com',
  server = '',
): Promise<PublicSite> {
  const data = await mkdtemp(join(tmpdir(), 'sso-kit-test-'))
  const text = `version: 1
publicUrl: ${publicUrl}
server: { listen: "127.0.0.1:65000"${server} }
storage: { url: "sqlite:${data}/sso.db" }
${body}`
  const { config, diagnostics } = await compile(text, { file: 'test.yaml' })
  if (!config) throw new Error(`the test's own file is wrong: ${JSON.stringify(diagnostics, null, 2)}`)
  const log: Record<string, unknown>[] = []
  const running = await serve(
    { ...config, server: { ...config.server, listen: { host: '127.0.0.1', port: 0 } } },
    {
      surroundings: { env: { SECRET: 'a secret that only tests know' }, folder: data, allowExec: false },
      log: createLog('info', line => log.push(JSON.parse(line))),
      now: Date.now,
      random: randomBytes,
    },
  )
  return {
    ...running,
    log,
    async stop() {
      await running.close(0)
      await rm(data, { recursive: true, force: true })
    },
  }
}
