import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { findAnyConfig, namesIn } from '../../config/find.ts'
import { flow } from '../../config/written.ts'
import { Halt } from '../../errors.ts'
import { choice } from '../answer.ts'
import { flagsIn } from '../flags.ts'
import type { ExitCode, Io } from '../io.ts'
import { quoted, shown } from '../table.ts'
import { namesInRepository } from '../validate/repository.ts'
import { writeNew } from './new-file.ts'

const usage = `sso-kit init ci github|gitlab [-c FILE] [-o FILE]

Prints a job that checks every change of the file, with validate and diff, without secrets. It runs nowhere before it is in a
place that the platform looks at; -o writes it there.
  -c FILE  the file, or FILE+FILE. Default: sso.config.yaml here or above
  -o FILE  write it there, such as .github/workflows/sso.yml; nothing is overwritten
`

const platforms = { github, gitlab }

export async function initCi(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string', short: 'c' },
      output: { type: 'string', short: 'o' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const [platform, ...tooMuch] = positionals
  if (platform === undefined) throw new Halt('for which platform?', 'sso-kit init ci github, or gitlab')
  if (tooMuch.length > 0) throw new Halt(`"${tooMuch[0]}" is one word too many`, 'one platform')
  const known = Object.keys(platforms) as (keyof typeof platforms)[]
  const text = platforms[choice('platform', platform, known)](filesIn(values.config, io))
  if (values.output === undefined) {
    io.stdout.write(text)
    return 0
  }
  const file = resolve(io.cwd, values.output)
  if (existsSync(file))
    throw new Halt(`${file} is there already`, 'without -o it is printed, to be put in by hand')
  await writeNew(file, text)
  io.stdout.write(`wrote ${shown(values.output)}\n`)
  return 0
}

/** By their paths from the root of the repository, where a job runs. A file that is still to be made may be named. */
function filesIn(config: string | undefined, io: Io): string[] {
  const nameOf = namesInRepository(io)
  if (config !== undefined) return namesIn(config, io.cwd).map(nameOf)
  return (findAnyConfig(io.cwd, undefined) ?? ['sso.config.yaml']).map(nameOf)
}

/** What the commands are told where the file is not found by itself. */
function flagFor(files: readonly string[]): string {
  const isUsual = files.length === 1 && ['sso.config.yaml', 'config/sso.config.yaml'].includes(files[0] ?? '')
  return isUsual ? '' : ` -c ${quoted(files.join('+'))}`
}

function github(files: readonly string[]): string {
  const flag = flagFor(files)
  return `# .github/workflows/sso.yml
on:
  pull_request:
    paths: ${flow(files)}
permissions: { contents: read }
jobs:
  sso:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 } # both sides have to be there
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: npm ci --ignore-scripts
      - run: npx --no-install sso-kit validate${flag} --format github
      - if: always()
        env:
          BASE: origin/\${{ github.base_ref }} # never an expression inside of a script
        run: npx --no-install sso-kit diff "$BASE...HEAD"${flag} --format md --fail-on critical >> "$GITHUB_STEP_SUMMARY"
`
}

function gitlab(files: readonly string[]): string {
  const flag = flagFor(files)
  return `# .gitlab-ci.yml
sso:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      changes: ${flow(files)}
  script:
    - npm ci --ignore-scripts
    - npx --no-install sso-kit validate${flag} --format gitlab=gl-code-quality-report.json --format pretty
    - git fetch --depth=50 origin "$CI_MERGE_REQUEST_DIFF_BASE_SHA"
    - npx --no-install sso-kit diff "$CI_MERGE_REQUEST_DIFF_BASE_SHA..HEAD"${flag} --format pretty --format md=diff.md --fail-on critical
  artifacts:
    when: always
    paths: [diff.md]
    reports:
      codequality: gl-code-quality-report.json
`
}
