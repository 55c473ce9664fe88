import { describe, expect, test } from 'vitest'
import { canary, outputs } from './secrets.ts'
import { find, site } from './slip.ts'

/** What a file is that is no configuration: one message. */
async function one(text: string) {
  const told = await find(text)
  expect(told).toHaveLength(1)
  return told[0] as (typeof told)[number]
}

describe('lines that end in CR alone', () => {
  const help = "save the file with LF line ends: tr '\\r' '\\n' < old.yaml > new.yaml"

  test.each([
    ['of a whole file', site.replaceAll('\n', '\r')],
    ['with a line break at the end', `${site.trimEnd().replaceAll('\n', '\r')}\n`],
    ['below a comment, which then is all of the file', `# ours\r${site.replaceAll('\n', '\r')}`],
  ])('are named: %s', async (_, text) => {
    expect(await one(text)).toMatchObject({ message: 'the lines end in CR alone', help, line: 1 })
    expect(await find(text.replaceAll('\r', '\n'))).toEqual([])
  })

  test('CRLF is right', async () => {
    expect(await find(site.replaceAll('\n', '\r\n'))).toEqual([])
  })

  test('one of them in a file with LF is another mistake', async () => {
    const told = await find(site.replace('type: local\n', 'type: local\r'))
    expect(told.map(({ message }) => message)).not.toContain('the lines end in CR alone')
  })
})

describe('another format', () => {
  test.each([
    [
      '[server]\nlisten = "0.0.0.0:8080"\n',
      'this seems to be TOML, and only YAML is read here',
      'listen: 0.0.0.0:8080',
    ],
    ['# ours\nversion = 1\npublicUrl = "https://sso.example.com"\n', 'this seems to be TOML', 'version: 1'],
    ["[server]\nlisten = '0.0.0.0:8080'  # all\n", 'this seems to be TOML', 'listen: 0.0.0.0:8080'],
    ['[[sources]]\nid = "github"\nname = "GitHub"\n', 'this seems to be TOML', 'id: github'],
    ['[server]\nlisten=0.0.0.0:8080\n', 'this seems to be an INI file', 'listen: 0.0.0.0:8080'],
    ['version=1\npublicUrl=https://sso.example.com\n', 'this seems to be a properties file', 'version: 1'],
    [
      '<?xml version="1.0"?>\n<md:EntityDescriptor/>\n',
      'this is XML, and only YAML is read here',
      'version: 1',
    ],
    [
      '\n<!DOCTYPE html>\n<title>Sign in: Example</title>\n',
      'this is a page of HTML',
      'fetch the file itself',
    ],
    ['<html lang="en">\n', 'this is a page of HTML', 'fetch the file itself'],
    ['SSO_COOKIE=abc\n', 'these are environment variables, and only YAML is read here', '{ env: NAME }'],
    ['export SSO_A=abc\nexport SSO_B=abc\n', 'these are environment variables', '{ env: NAME }'],
  ])('%j', async (text, message, help) => {
    const told = await one(text)
    expect(told.message).toContain(message)
    expect(told.help).toContain(help)
  })

  test.each([
    site.replace('version: 1\npublicUrl: ', 'version=1\npublicUrl='),
    '[developers]\n',
    'c3NvLWtpdA==\n',
    '[a, b]\nversion: 1\n',
    'version = 1\nserver:\n  listen: 0.0.0.0:8080\n',
  ])('is not where a line is of YAML, or none is of the other: %j', async text => {
    for (const { message } of await find(text)) expect(message).not.toMatch(/seems to be|variables/)
  })

  test.each([
    'domain=AKIAIOSFODNN7EXAMPLE',
    'listen=ghp_0123456789abcdefghijklmnopqrstuvwxyz',
    'publicUrl=https://sso:hunter2@sso.example.com',
    'group=x9Kq7Lw2Zp4Rt6Yv8Bn3',
  ])('what has the form of a secret is not repeated: %s', async text => {
    expect((await one(`${text}\n`)).help).toBe('write "key: value" a line')
  })

  test.each([
    `[sources]\nclientSecret = "${canary}"\n`,
    `[sources]\nname = "${canary}${canary}"\nclientSecret = "${canary}"\n`,
    `clientSecret=${canary}\nversion=1\n`,
    `SSO_SECRET=${canary}\n`,
    `export SSO_SECRET='${canary}'\n`,
    `[${canary}]\nversion = 1\n`,
    `<config clientSecret="${canary}">\n<secret>${canary}</secret>\n`,
  ])('no secret of it is said: %j', async text => {
    const told = await outputs(text)
    expect(told).toMatch(/only YAML is read/)
    expect(told).not.toContain(text.includes('name =') ? `"${canary}"` : canary)
  })
})

describe('what is around a file in a page or a terminal', () => {
  const fence = 'a Markdown fence is not YAML'
  const shell = 'a line of a shell is not YAML'

  test.each([
    [
      `\`\`\`yaml\n${site}\`\`\`\n`,
      fence,
      'keep only what is between this line and the "```" that closes it',
      1,
    ],
    [
      `The file:\n\n\`\`\`yaml\n${site}\`\`\`\nand more\n`,
      fence,
      'keep only what is between this line and the "```" that closes it',
      3,
    ],
    [`\`\`\`\n${site}`, fence, 'remove this line', 1],
    [`${site}\`\`\`\n`, fence, 'remove this line', site.split('\n').length],
    [`$ cat sso.config.yaml\n${site}`, shell, 'remove this line', 1],
    [`root@host:~# cat sso.config.yaml\n${site}`, shell, 'remove this line', 1],
    [`[root@host etc]# cat sso.config.yaml\n${site}`, shell, 'remove this line', 1],
    [`PS C:\\sso> type sso.config.yaml\n${site}`, shell, 'remove this line', 1],
    [`${site}root@host:~$\n`, shell, 'remove this line', site.split('\n').length],
    [
      `cat > sso.config.yaml <<'EOF'\n${site}EOF\n`,
      shell,
      'remove this line, and the last one, which ends the text',
      1,
    ],
  ])('%j', async (text, message, help, line) => {
    expect(await one(text)).toMatchObject({ rule: 'yaml/syntax', message, help, line })
  })

  test.each([
    ['name: $ GitHub', 'name: GitHub'],
    ['description: "```yaml"', 'description: a'],
  ])('a value that looks like it is none: %s', async value => {
    for (const { message } of await find(site.replace('name: GitHub', value)))
      expect([fence, shell]).not.toContain(message)
  })
})

describe('a diff', () => {
  const message = 'a line of a diff is not YAML'
  const mended = (text: string, sign: string) => text.replace(/^-.*\n/gm, '').replace(/^\+/gm, sign)

  test.each([
    [site.replace('    name: GitHub', '-   name: GitLab\n+   name: GitHub'), 'write a space for', ' '],
    [site.replace('publicUrl', '-publicUrl: https://a.example\n+publicUrl'), 'remove', ''],
    [site.replace(/^/gm, ' ').replace(' ui:', '-ui: {}\n+ui:').trimEnd(), 'write a space for', ' '],
  ])('whose old lines are to be removed: %#', async (text, verb, sign) => {
    const help = `remove the old lines, which begin with "-"; ${verb} each "+" in the first column`
    expect(await one(text)).toMatchObject({ message, help })
    expect(await find(mended(text, sign))).toEqual([])
  })

  test('of which only the "+" is there', async () => {
    const told = await one(site.replace('server:', '+server:'))
    expect(told).toMatchObject({ message, help: 'remove each "+" in the first column' })
  })

  test('with its head', async () => {
    const head = 'diff --git a/a.yaml b/a.yaml\nindex 1a2b3c4..5d6e7f8 100644\n--- a/a.yaml\n+++ b/a.yaml\n'
    const hunk = site.replace(/^(?=.)/gm, ' ').replace(' ui:', '-ui: {}\n+ui:')
    expect(await one(`${head}@@ -1,80 +1,80 @@\n${hunk}`)).toMatchObject({
      message,
      line: 5,
      help: expect.stringMatching(/^remove everything above the line "@@", that line, and the old lines/),
    })
  })
})

describe('the file of another product', () => {
  const compose = `services:
  sso:
    image: sso-kit
    environment: { SSO_SECRET: ${canary} }
    volumes: ["./sso.config.yaml:/etc/sso-kit/sso.config.yaml:ro"]
`
  const manifest = (kind: string, data: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: { name: sso }\n${data}:\n  sso.config.yaml: |\n${site.replace(/^(?=.)/gm, '    ')}`

  test.each([
    compose,
    `version: "3.8"\n${compose}`,
    `x-common: &common { restart: always }\n${compose}  db:\n    <<: *common\n    image: postgres:16\n`,
  ])('Docker Compose: %#', async text => {
    expect(await one(text)).toMatchObject({
      message: 'this is a file of Docker Compose, not a configuration',
      help: 'validate the file that a service mounts instead of this one',
      line: text.slice(0, text.indexOf('services')).split('\n').length,
    })
    expect(await outputs(text)).not.toContain(canary)
  })

  test.each([
    ['ConfigMap', 'data', 'configmap'],
    ['Secret', 'stringData', 'secret generic'],
  ])('a %s of Kubernetes with the file in it', async (kind, data, files) => {
    const told = await one(manifest(kind, data))
    expect(told.message).toBe(
      `this is a ${kind} of Kubernetes: the configuration is the text below "${data}"`,
    )
    expect(told.help).toContain(`kubectl create ${files} NAME --from-file=`)
    expect(told.line).toBe(5)
  })

  test.each([
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: sso }\nspec: {}\n',
    `apiVersion: v1\nkind: Secret\nmetadata: { name: sso }\ndata: { secret: ${canary} }\n`,
    'apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: ConfigMap\n',
  ])('a manifest of Kubernetes: %#', async text => {
    expect((await one(text)).message).toBe('this is a manifest of Kubernetes, not a configuration')
    expect(await outputs(text)).not.toContain(canary)
  })

  test.each([
    'services: [{ id: wiki, type: oidc }]\n',
    'services: { wiki: { type: oidc, name: Wiki } }\n',
    site.replace('version: 1', 'apiVersion: v1'),
    `${site}services: { sso: { image: x } }\n`,
    `kind: ConfigMap\n${site}`,
  ])('a configuration with a key of theirs is none of these: %#', async text => {
    const told = await find(text)
    expect(told).not.toEqual([])
    for (const { message } of told) expect(message).not.toMatch(/Kubernetes|Compose/)
  })
})
