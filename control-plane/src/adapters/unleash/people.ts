import {
  type IUnleashServices,
  type IUnleashStores,
  type IUser,
  RoleName,
  SYSTEM_USER_AUDIT,
} from 'unleash-server';
import type { Role } from '../../contract/access.ts';
import type { FlagAuthor } from '../../services/ports/flag-engine.ts';

/** The flag engine's own role of each of ours: who may only kill and restore goes through our API, which asks why. */
const rootRoles = {
  viewer: RoleName.VIEWER,
  responder: RoleName.VIEWER,
  'release-manager': RoleName.EDITOR,
  admin: RoleName.ADMIN,
} as const satisfies Record<Role, RoleName>;

/** A signed-in person as the flag engine must know them. */
export interface Person {
  email: string;
  name: string;
  role: Role;
}

/** Keeps the flag engine's list of people in step with ours, so that they are the authors of its events. */
export class UnleashPeople {
  readonly #stores: Pick<IUnleashStores, 'userStore'>;
  readonly #access: IUnleashServices['accessService'];
  readonly #known = new Map<string, { role: Role; user: Promise<IUser> }>();

  constructor(stores: Pick<IUnleashStores, 'userStore'>, access: IUnleashServices['accessService']) {
    this.#stores = stores;
    this.#access = access;
  }

  /** The flag engine's user for a person, created or given the right role where needed. */
  userOf(person: Person): Promise<IUser> {
    const known = this.#known.get(person.email);
    if (known?.role === person.role) return known.user;
    const user = this.#provision(person);
    this.#known.set(person.email, { role: person.role, user });
    user.catch(() => this.#known.delete(person.email));
    return user;
  }

  async authorOf(person: Person): Promise<FlagAuthor> {
    const user = await this.userOf(person);
    return { id: user.id, name: person.email, address: '' };
  }

  /** Through the store: the service refuses addresses of private networks and would ask for a password. */
  async #provision({ email, name, role }: Person): Promise<IUser> {
    const { userStore } = this.#stores;
    const knownId = await userStore.hasUser({ email });
    const user =
      knownId === undefined ? await userStore.insert({ email, name }) : await userStore.get(knownId);
    const before = knownId === undefined ? undefined : (await this.#access.getRootRoleForUser(knownId)).name;
    if (before !== rootRoles[role]) await this.#access.setUserRootRole(user!.id, rootRoles[role]);
    return user!;
  }
}

/** The author of what the control plane does by itself. */
export function machineAuthor(name: string): FlagAuthor {
  return { id: SYSTEM_USER_AUDIT.id, name, address: '' };
}
