/**
 * What the commands that open nothing cost, as overhead above a bare `node -e 0` of the same run. `npm run bench`.
 * Every figure is the median of pairs, a run and the bare one before it, so that a busy machine weighs on both. The goals
 * are of a machine on which bare Node takes 47 ms; what a figure would be there, pair by pair, is beside it.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))
const program = join(root, 'dist/sso-kit.cjs')
const runs = Number(process.env.RUNS ?? 31)
const folder = await mkdtemp(join(tmpdir(), 'sso-kit-bench-'))

const goalsBareMs = 47

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Milliseconds of a whole process of ours, or of `node` with other arguments, above a bare one beside it. */
function overhead(args, start = [program], times = runs) {
  const [ours, bare] = [[], []]
  const time = (list, command) => {
    const begun = process.hrtime.bigint()
    const { status } = spawnSync(process.execPath, command, { stdio: 'ignore', cwd: root })
    if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`)
    list.push(Number(process.hrtime.bigint() - begun) / 1e6)
  }
  for (let run = 0; run < times; run += 1) {
    time(bare, ['-e', '0'])
    time(ours, [...start, ...args])
  }
  const over = ours.map((time, run) => time - bare[run])
  return {
    bare: median(bare),
    over: median(over),
    asGoals: median(over.map((time, run) => (time / bare[run]) * goalsBareMs)),
  }
}

/** Megabytes at most resident in one run. */
function memory(args) {
  const probe = `process.argv.splice(1, 1); process.on('exit', () => console.error('RSS', process.resourceUsage().maxRSS)); await import(process.argv[1])`
  const command = ['--input-type=module', '-e', probe, '--', '-', program, ...args]
  const { stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' })
  return Number(/RSS (\d+)/.exec(stderr)?.[1]) / 1024
}

async function fileOf(sources) {
  const head = (await readFile(join(root, 'sso.config.yaml'), 'utf8')).split('\nsources:')[0]
  const entry = index => `  - id: partner-${index}
    type: oidc
    name: Partner ${index}
    issuer: https://id-${index}.partner.example
    clientId: sso-kit
    clientSecret: { env: PARTNER_${index}_CLIENT_SECRET }
`
  const path = join(folder, `${sources}.yaml`)
  const body = Array.from({ length: sources }, (_, index) => entry(index)).join('')
  await writeFile(path, `${head.replace(/^admins:[\s\S]*?\n\n/m, '')}\nsources:\n${body}`)
  return path
}

const show = (name, figure, goal) => console.log(`${name.padEnd(40)} ${figure.padStart(12)}   ${goal}`)
const ms = value => `${value.toFixed(1)} ms`
const showOver = (name, { over, asGoals }, goal = '') =>
  show(name, ms(over), `${ms(asGoals).padStart(9)} at a bare ${goalsBareMs} ms   ${goal}`)

const version = overhead(['--version'])
show('bare node -e 0', ms(version.bare), '')
showOver('--version, above bare', version, 'goal 5 ms')
showOver('validate, reference file, above bare', overhead(['validate']), 'goal 30 ms')
const large = await fileOf(500)
showOver('validate, 500 sources, above bare', overhead(['validate', large]), 'goal 180 ms')
/**
 * What the `yaml` package alone takes to read a file, started as `validate` is – one CommonJS file, V8's code cache –
 * and with the same options: no validate that reads with it can be below that.
 */
const parsing = join(folder, 'parsing.cjs')
await build({
  stdin: {
    contents: `import { readFileSync } from 'node:fs'
      import { parseDocument } from 'yaml'
      parseDocument(readFileSync(process.argv[1], 'utf8'), { schema: 'core', uniqueKeys: false, prettyErrors: false })`,
    resolveDir: root,
  },
  outfile: parsing,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  minifyWhitespace: true,
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
})
const start = `require(${JSON.stringify(join(root, 'src/cli/remembered.cjs'))}).run(${JSON.stringify(parsing)})`
for (const [name, path] of [
  ['reference file', 'sso.config.yaml'],
  ['500 sources', large],
]) {
  // the first run leaves the code cache
  overhead([path], ['-e', start], 1)
  showOver(`  yaml alone (parse only), ${name}`, overhead([path], ['-e', start]))
}
process.env.SSO_KIT_CODE_CACHE = 'off'
showOver('validate, reference file, no cache', overhead(['validate']))
showOver('validate, 500 sources, no cache', overhead(['validate', large]))
delete process.env.SSO_KIT_CODE_CACHE
show('validate, resident memory', `${memory(['validate']).toFixed(0)} MB`, 'goal 70 MB')

/** Apps, since a file may have 2,000 of them and only 500 sources. */
async function fileOfApps(apps) {
  const path = join(folder, `apps-${apps}.yaml`)
  const entry = index =>
    `  - { id: app-${index}, type: link, name: App ${index}, url: "https://app-${index}.example.com", allow: everyone }\n`
  const head =
    'version: 1\npublicUrl: https://sso.example.com\nsources: [{ id: local, type: local, name: Password }]\napps:\n'
  await writeFile(path, head + Array.from({ length: apps }, (_, index) => entry(index)).join(''))
  return path
}

/** Least squares, and how much of the spread the line explains: 1 is a line. */
function lineThrough(points) {
  const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const spread = (f, g) => points.reduce((sum, point) => sum + f(point) * g(point), 0)
  const [dx, dy] = [([px]) => px - x, ([, py]) => py - y]
  const slope = spread(dx, dy) / spread(dx, dx)
  return { slope, base: y - slope * x, r2: spread(dx, dy) ** 2 / (spread(dx, dx) * spread(dy, dy)) }
}

const points = []
for (const apps of [10, 200, 500, 1000, 2000])
  points.push([apps, overhead(['validate', await fileOfApps(apps)]).over])
const { slope, base, r2 } = lineThrough(points)
console.log(`linear fit: ${ms(base)} + ${slope.toFixed(3)} ms an entry, r² ${r2.toFixed(3)}`)
for (const [apps, over] of points)
  show(`  ${apps} entries, above bare`, ms(over), `line ${ms(base + slope * apps)}`)
await rm(folder, { recursive: true, force: true })
