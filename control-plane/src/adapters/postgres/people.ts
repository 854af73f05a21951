import type { PeopleStore, SessionRecord, UserRecord } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

interface SessionRow {
  email: string;
  name: string;
  role: UserRecord['role'];
  expires_at: Date;
}

const columns = 'email, name, role, password_hash as "passwordHash"';

/** People and their sessions. */
export function peopleStore(sql: Sql): PeopleStore {
  return {
    async findUser(email) {
      const [row] = await sql.query<UserRecord>(`select ${columns} from ops.users where email = $1`, [email]);
      return row;
    },

    listUsers: () => sql.query<UserRecord>(`select ${columns} from ops.users order by email`),

    async saveUser({ email, name, role, passwordHash }) {
      await sql.query(
        `insert into ops.users (email, name, role, password_hash) values ($1, $2, $3, $4)
         on conflict (email) do update set (name, role, password_hash) =
           (excluded.name, excluded.role, excluded.password_hash)`,
        [email, name, role, passwordHash],
      );
    },

    async listSessions(now, limit) {
      const rows = await sql.query<SessionRow & { digest: string }>(
        `select s.token_digest as digest, u.email, u.name, u.role, s.expires_at
         from ops.sessions s join ops.users u using (email)
         where s.expires_at > $1 order by s.created_at desc limit $2`,
        [now, limit],
      );
      return rows.map((row) => [row.digest, toSession(row)]);
    },

    async addSession(digest, email, expiresAt) {
      await sql.query('insert into ops.sessions (token_digest, email, expires_at) values ($1, $2, $3)', [
        digest,
        email,
        expiresAt,
      ]);
    },

    async findSession(digest, now) {
      const [row] = await sql.query<SessionRow>(
        `select u.email, u.name, u.role, s.expires_at from ops.sessions s join ops.users u using (email)
         where s.token_digest = $1 and s.expires_at > $2`,
        [digest, now],
      );
      return row && toSession(row);
    },

    async removeSession(digest) {
      await sql.query('delete from ops.sessions where token_digest = $1', [digest]);
    },

    async removeExpiredSessions(now) {
      await sql.query('delete from ops.sessions where expires_at <= $1', [now]);
    },
  };
}

function toSession({ email, name, role, expires_at: expiresAt }: SessionRow): SessionRecord {
  return { user: { email, name, role }, expiresAt };
}
