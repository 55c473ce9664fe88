import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/**
 * Each in a process of its own, so that what is resident can be compared: as many departments and more members takes no more,
 * more departments takes some of it. Then the pace with a limit. `MOST=300000` for one more.
 */
const sizes = [
  { members: 30_000, departments: 1500 },
  { members: 100_000, departments: 1500 },
  ...(process.env.MOST ? [{ members: Number(process.env.MOST), departments: 1500 }] : []),
  { members: 100_000, departments: 5000 },
]

if (process.env.MEMBERS === undefined) {
  for (const { members, departments } of sizes) {
    const env = { ...process.env, MEMBERS: String(members), DEPARTMENTS: String(departments) }
    await once(spawn(process.execPath, [fileURLToPath(import.meta.url)], { env, stdio: 'inherit' }), 'exit')
  }
  const { paced } = await import('./paced.ts')
  await paced(20_000)
} else await import('./followed.ts')
