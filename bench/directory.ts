import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Two sizes, each in a process of its own, so that what is resident can be compared; then the pace with a limit. */
const sizes = [30_000, 100_000]

if (process.env.MEMBERS === undefined) {
  for (const size of sizes) {
    const env = { ...process.env, MEMBERS: String(size) }
    await once(spawn(process.execPath, [fileURLToPath(import.meta.url)], { env, stdio: 'inherit' }), 'exit')
  }
  const { paced } = await import('./paced.ts')
  await paced(20_000)
} else await import('./followed.ts')
