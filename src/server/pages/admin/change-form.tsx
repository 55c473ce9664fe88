import { roles } from '../../../accounts/fields.ts'
import { Form } from '../layout.tsx'
import type { OneAccountPage } from './account.tsx'

/** Role, permissions and base directory: what an administrator sets stands above the file's grants. */
export function ChangeForm({ page, view, stored, permissionNames, notice, draft }: OneAccountPage) {
  const { text } = page
  const { admin } = text
  const filled = draft ?? {
    role: stored.role,
    permissionsBy: stored.manualPermission === null ? 'file' : 'here',
    permissions: view.permissions,
    baseDir: stored.manualBaseDir ?? '',
  }
  const isSet = filled.permissionsBy === 'here'
  return (
    <section class="card">
      <h2>{admin.change}</h2>
      <p class="muted">{admin.changeAdvice}</p>
      <Form page={page} action={`/admin/accounts/${view.id}`} class="fields">
        <label>
          {admin.role}
          <select name="role">
            {roles.map(role => (
              <option key={role} value={role} selected={role === filled.role}>
                {text.role[role]}
              </option>
            ))}
          </select>
        </label>
        {view.role === 'admin' && stored.role !== 'admin' && <small>{admin.roleFromFile}</small>}
        <fieldset>
          <legend>{admin.permissions}</legend>
          <label class="choice">
            <input type="radio" name="permissionsBy" value="file" checked={!isSet} />
            {admin.permissionsByFile}
          </label>
          <label class="choice">
            <input type="radio" name="permissionsBy" value="here" checked={isSet} />
            {admin.permissionsHere}
          </label>
          <div class="choices">
            {permissionNames.map(name => (
              <label key={name} class="choice">
                <input
                  type="checkbox"
                  name="permissions"
                  value={name}
                  checked={filled.permissions.includes(name)}
                />
                <code>{name}</code>
              </label>
            ))}
          </div>
        </fieldset>
        <label>
          {admin.baseDir}
          <input
            name="baseDir"
            value={filled.baseDir}
            placeholder={view.baseDir}
            maxLength={1024}
            autocomplete="off"
            spellcheck={false}
            aria-describedby="base-dir-hint"
            aria-invalid={notice?.kind === 'error' || undefined}
          />
        </label>
        <small id="base-dir-hint">{admin.baseDirHint}</small>
        <button type="submit">{admin.save}</button>
      </Form>
    </section>
  )
}
