import { beforeEach, describe, expect, it } from 'vitest'
import { Receiver } from '../fixtures/receiver.ts'
import { Vendor } from '../fixtures/vendor.ts'

let vendor: Vendor
let receiver: Receiver
beforeEach(async () => {
  vendor = new Vendor()
  receiver = new Receiver(vendor)
  await vendor.dingtalk.pusher.subscribe('https://sso.example.com/events/dingtalk')
  receiver.messages.length = 0
})

const page = async () => (await vendor.dingtalk(new Request(vendor.dingtalk.console))).text()

/** An order that is carried out, and what is pushed because of it: names of events with the ids in them. */
async function pushed(order: Record<string, string>): Promise<unknown[]> {
  expect((await vendor.order(order)).status).toBe(303)
  receiver.messages.length = 0
  await vendor.dingtalk.pusher.deliver()
  return receiver.messages.map(({ EventType, userId, deptId }) => [EventType, userId ?? deptId])
}

describe('the console', () => {
  it('shows everybody once, escaped, and says that it is a sandbox', async () => {
    const text = await page()
    expect(text).toContain('SANDBOX')
    expect(text).not.toContain('<script')
    expect(text).toContain('Nemo &#60;nobody@nowhere&#62;')
    const listed = [...text.matchAll(/<details id="([^"]+)"/g)].map(([, id]) => id)
    expect(listed.toSorted()).toEqual(vendor.world.people.map(({ id }) => id).toSorted())
  })

  it('removes somebody everywhere, and takes them in again', async () => {
    expect(await pushed({ do: 'remove', person: 'lisi' })).toEqual([['user_leave_org', ['lisi']]])
    expect(await vendor.ask('/topapi/v2/user/get', { userid: 'lisi' })).toMatchObject({ errcode: 60121 })
    expect((await vendor.members(1002)).map(({ userid }) => userid)).not.toContain('lisi')
    expect(await pushed({ do: 'take-in', person: 'lisi' })).toEqual([
      ['user_add_org', ['lisi']],
      ['user_modify_org', ['lisi']],
    ])
    expect((await vendor.ask('/topapi/v2/user/get', { userid: 'lisi' })).result).toMatchObject({
      dept_id_list: [1002, 1001],
    })
  })

  it('moves and renames', async () => {
    expect(await pushed({ do: 'move', person: 'lisi', department: '1007' })).toEqual([
      ['user_modify_org', ['lisi']],
    ])
    expect((await vendor.members(1007)).map(({ userid }) => userid)).toContain('lisi')
    await pushed({ do: 'move', person: 'lisi', department: '' })
    expect((await vendor.members(1)).map(({ userid }) => userid)).toEqual(['lisi'])
    await vendor.order({ do: 'rename', person: 'lisi', name: ' 李肆 ' })
    expect(vendor.person('lisi').name).toBe('李肆')
  })

  it('adds somebody new, who is listed with the least that DingTalk knows', async () => {
    await pushed({ do: 'add', name: '新人', department: '1003' })
    const added = (await vendor.members(1003)).find(({ name }) => name === '新人')
    expect(added?.userid).toMatch(/^manager\d{9}$/)
    for (const absent of ['mobile', 'title', 'job_number']) expect(added).not.toHaveProperty(absent)
  })

  it('makes, renames and removes departments', async () => {
    const [[created, ids]] = (await pushed({
      ...{ do: 'add-department', name: '实验室', department: '1001' },
    })) as [[string, number[]]]
    const department = String(ids[0])
    expect(created).toBe('org_dept_create')
    const rename = { do: 'rename-department', name: '新实验室', department }
    expect(await pushed(rename)).toEqual([['org_dept_modify', ids]])
    const { result } = await vendor.ask('/topapi/v2/department/get', { dept_id: ids[0] })
    expect(result).toMatchObject({ name: '新实验室', parent_id: 1001 })
    expect(await pushed({ do: 'remove-department', department })).toEqual([['org_dept_remove', ids]])
    expect(await vendor.ask('/topapi/v2/department/get', { dept_id: ids[0] })).toMatchObject({
      errcode: 60003,
    })
  })

  it.each<Record<string, string>>([
    { do: 'remove', person: 'nobody' },
    { do: 'remove', person: 'stranger' },
    { do: 'take-in', person: 'lisi' },
    { do: 'rename', person: 'lisi', name: ' ' },
    { do: 'move', person: 'lisi', department: '4711' },
    { do: 'add', name: '', department: '' },
    { do: 'add', name: 'x', department: '4711' },
    { do: 'add-department', name: '', department: '' },
    { do: 'rename-department', name: 'x', department: '' },
    { do: 'remove-department', department: '1003' },
    { do: 'remove-department', department: '1001' },
    { do: 'explode' },
  ])('refuses %j with a sentence, and pushes nothing', async order => {
    const people = structuredClone(vendor.world.people)
    const reply = await vendor.order(order)
    expect(reply.status).toBe(400)
    expect(await reply.text()).toContain('role="alert"')
    await vendor.dingtalk.pusher.deliver()
    expect(receiver.messages).toEqual([])
    expect(vendor.world.people).toEqual(people)
  })

  it('does nothing for a form of somebody else’s page', async () => {
    const reply = await vendor.dingtalk(
      new Request(vendor.dingtalk.console, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'cross-site' },
        body: new URLSearchParams({ do: 'remove', person: 'lisi' }),
      }),
    )
    expect([reply.status, vendor.person('lisi').member]).toEqual([400, true])
  })
})
