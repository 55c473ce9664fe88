import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { good, validating } from './validating.ts'

afterAll(removeFolders)

const bad = good.replace('name: Password', 'nmae: Password')
/** A repository whose configuration is two folders down, with a repository in it. */
const root = makeFolder({
  'deploy/sso/sso.config.yaml': bad,
  'deploy/sso/prod.yaml': 'autoRegister: { permissions: { sum: 776 } }\n',
  'deploy/base.yaml': good.replace(
    'sources:',
    'autoRegister: { permissions: { names: [webdav_read], sum: 256 } }\nsources:',
  ),
  'vendored/.git': 'gitdir: ../.git/modules/vendored\n',
  'vendored/sso/x.yaml': bad,
})
const elsewhere = makeFolder({ 'y.yaml': bad })
const cwd = join(root, 'deploy/sso')

type Place = { physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string } } }

/** Every name of a file in a report, in its order. */
const named: Readonly<Record<string, (text: string) => unknown[]>> = {
  github: text => [...text.matchAll(/^::error file=([^,]*),/gm)].map(([, name]) => name),
  gitlab: text => JSON.parse(text).map((one: { location: { path: string } }) => one.location.path),
  sarif: text =>
    JSON.parse(text).runs[0].results.flatMap((one: { locations: Place[] }) =>
      one.locations.map(place => place.physicalLocation.artifactLocation.uri),
    ),
}

describe.each(Object.entries(named))('%s names files from the root of the repository', (format, names) => {
  const of = async (files: string[], env: Record<string, string> = {}, folder = cwd, stdin = '') =>
    names((await validating([...files, '--format', format], { cwd: folder, env, stdin })).stdout)

  test('which is the folder with .git above the file', async () => {
    expect(await of(['sso.config.yaml'])).toEqual(['deploy/sso/sso.config.yaml'])
    expect(await of(['../sso/sso.config.yaml'])).toEqual(['deploy/sso/sso.config.yaml'])
    expect(await of(['deploy/sso/sso.config.yaml'], {}, root)).toEqual(['deploy/sso/sso.config.yaml'])
  })

  test('of the file, not of the command', async () => {
    expect(await of([join(elsewhere, 'y.yaml')])).toEqual(['y.yaml'])
  })

  test('also of a submodule, unless the pipeline says otherwise', async () => {
    const file = join(root, 'vendored/sso/x.yaml')
    expect(await of([file])).toEqual(['sso/x.yaml'])
    expect(await of([file], { GITHUB_WORKSPACE: root })).toEqual(['vendored/sso/x.yaml'])
    expect(await of([file], { CI_PROJECT_DIR: root })).toEqual(['vendored/sso/x.yaml'])
  })

  test('as the pipeline says, where the file is in it', async () => {
    const env = { GITHUB_WORKSPACE: elsewhere, CI_PROJECT_DIR: join(root, 'deploy') }
    expect(await of(['sso.config.yaml'], env)).toEqual(['sso/sso.config.yaml'])
    expect(await of(['sso.config.yaml'], { GITHUB_WORKSPACE: '' })).toEqual(['deploy/sso/sso.config.yaml'])
    expect(await of(['sso.config.yaml'], { GITHUB_WORKSPACE: '..' })).toEqual(['deploy/sso/sso.config.yaml'])
  })

  test('also what is read from standard input, where it has a name', async () => {
    const asked = ['-', '--stdin-filepath', 'new.yaml']
    expect(await of(asked, {}, cwd, bad)).toEqual(['deploy/sso/new.yaml'])
    expect((await of(['-'], {}, cwd, bad)).join()).toMatch(/^(?:<stdin>|%3Cstdin%3E)$/)
  })
})

test('related places, corrections and the page of the step have such names too', async () => {
  const asked = ['../base.yaml+prod.yaml', 'sso.config.yaml', '--format']
  const sarif = JSON.parse((await validating([...asked, 'sarif'], { cwd })).stdout).runs[0]
  expect(sarif.originalUriBaseIds).toEqual({ '%SRCROOT%': { description: { text: expect.any(String) } } })
  expect(sarif.artifacts.map((one: { location: object }) => one.location)).toEqual(
    ['deploy/base.yaml', 'deploy/sso/prod.yaml', 'deploy/sso/sso.config.yaml'].map(uri => ({
      uri,
      uriBaseId: '%SRCROOT%',
    })),
  )
  expect(JSON.stringify(sarif.results[0].relatedLocations)).toContain('"uri":"deploy/base.yaml"')
  expect(JSON.stringify(sarif.results[1].fixes)).toContain('"uri":"deploy/sso/sso.config.yaml"')
  expect(JSON.stringify(sarif)).not.toContain(root)
  expect((await validating([...asked, 'github'], { cwd })).stdout).toContain(
    '%0Aline 3 of deploy/base.yaml: ',
  )
})

test('formats for people and programs on this machine name files from here', async () => {
  expect((await validating(['sso.config.yaml', '--format', 'concise'], { cwd })).stdout).toMatch(
    /^sso\.config\.yaml:/,
  )
  const { files } = JSON.parse((await validating(['sso.config.yaml', '--format', 'json'], { cwd })).stdout)
  expect(files[0].path).toBe('sso.config.yaml')
})

test('what a baseline knows is known from every folder', async () => {
  const report = await validating(['deploy/sso/sso.config.yaml', '--format', 'json=known.json'], {
    cwd: root,
  })
  expect(report.code).toBe(1)
  for (const [folder, file, baseline] of [
    [cwd, 'sso.config.yaml', '../../known.json'],
    [join(root, 'deploy'), 'sso/sso.config.yaml', '../known.json'],
  ] as const) {
    const { code, stdout } = await validating([file, '--baseline', baseline], { cwd: folder })
    expect([code, stdout]).toEqual([0, `⚠ ${file}   1 in the baseline\n`])
  }
})
