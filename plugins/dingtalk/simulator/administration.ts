import type { Department, Order, Person, World } from 'sso-kit/plugin'
import type { Change } from './events.ts'
import type { State } from './state.ts'

/** What an order leads to: events, or a sentence for the administrator. */
type Outcome = Change[] | string

/** What an administrator does in the console, and the events that come of it (§5.5). */
export function administration(world: World, state: State): (form: URLSearchParams) => Outcome {
  const onPerson = (act: (person: Person, form: URLSearchParams) => Outcome) => (form: URLSearchParams) => {
    const person = world.people.find(({ id }) => id === form.get('person'))
    return person ? act(person, form) : refusals.noPerson
  }
  const onDepartment =
    (act: (department: Department, form: URLSearchParams) => Outcome) => (form: URLSearchParams) => {
      const department = world.departments.find(({ id }) => id === form.get('department'))
      return department ? act(department, form) : refusals.noDepartment
    }
  /** The name of a department that exists or, empty, the organisation itself. */
  const placeIn = (form: URLSearchParams): string | undefined => {
    const id = form.get('department') ?? ''
    return id === '' || world.departments.some(one => one.id === id) ? id : undefined
  }

  const orders: Record<Order['do'], (form: URLSearchParams) => Outcome> = {
    rename: onPerson((person, form) => {
      const name = nameIn(form)
      if (!name) return refusals.noName
      const diff = { prev: { name: person.name }, curr: { name }, userid: person.id }
      person.name = name
      return [{ tag: 'user_modify_org', users: [person.id], diff }]
    }),

    move: onPerson((person, form) => {
      const id = placeIn(form)
      if (id === undefined) return refusals.noDepartment
      person.departments = id === '' ? [] : [id]
      return [modified(person)]
    }),

    remove: onPerson(person => {
      if (!person.member) return '该成员不在组织内'
      person.member = false
      const { id, name, mobile } = person
      state.departures.push({ userId: id, name, mobile, at: world.now(), leaveReason: 'delete' })
      return [{ tag: 'user_leave_org', users: [id] }]
    }),

    'take-in': onPerson(person => (person.member ? '该成员已在组织内' : takeIn(person))),

    add(form) {
      const [name, id] = [nameIn(form), placeIn(form)]
      if (!name) return refusals.noName
      if (id === undefined) return refusals.noDepartment
      const person = { ...nobody, id: `manager${number(world)}`, name, departments: id === '' ? [] : [id] }
      world.people.push(person)
      return takeIn(person)
    },

    'add-department'(form) {
      const [name, parent] = [nameIn(form), placeIn(form)]
      if (!name) return refusals.noName
      if (parent === undefined) return refusals.noDepartment
      const id = number(world)
      world.departments.push({ id: String(id), name, parent: parent || null })
      return [{ tag: 'org_dept_create', departments: [id] }]
    },

    'rename-department': onDepartment((department, form) => {
      const name = nameIn(form)
      if (!name) return refusals.noName
      department.name = name
      return [{ tag: 'org_dept_modify', departments: [Number(department.id)] }]
    }),

    'remove-department': onDepartment(department => {
      const { id } = department
      const isUsed =
        world.departments.some(({ parent }) => parent === id) ||
        world.people.some(person => person.member && person.departments.includes(id))
      if (isUsed) return '部门不为空，不能删除'
      world.departments.splice(world.departments.indexOf(department), 1)
      return [{ tag: 'org_dept_remove', departments: [Number(id)] }]
    }),
  }

  return form => {
    const wanted = form.get('do') ?? ''
    return Object.hasOwn(orders, wanted) ? orders[wanted as Order['do']](form) : '没有这种操作'
  }
}

/** An add is followed by a change that is pushed on its own (§5.5). */
function takeIn(person: Person): Change[] {
  person.member = true
  return [{ tag: 'user_add_org', users: [person.id] }, modified(person)]
}

/** What is told of a change of departments is not documented: nothing here. */
const modified = ({ id }: Person): Change => ({
  tag: 'user_modify_org',
  users: [id],
  diff: { prev: {}, curr: {}, userid: id },
})

const nobody: Omit<Person, 'id' | 'name'> = {
  email: '',
  mobile: '',
  title: '',
  jobNumber: '',
  departments: [],
  member: false,
}

const refusals = { noPerson: '没有这个人', noDepartment: '没有这个部门', noName: '名称不能为空' }

const nameIn = (form: URLSearchParams): string => (form.get('name') ?? '').trim().slice(0, 64)

const number = (world: World): number => 100_000_000 + (world.random(4).readUInt32BE() % 900_000_000)
