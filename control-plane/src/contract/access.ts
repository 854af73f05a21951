import { z } from 'zod';

/** From least to most: each role may do what the ones before it may. */
export const roles = ['viewer', 'responder', 'release-manager', 'admin'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const User = z.object({ email: z.email(), name: z.string(), role: Role });
export type User = z.infer<typeof User>;

export const SignIn = z.object({ email: z.email(), password: z.string().min(1).max(200) });
export type SignIn = z.infer<typeof SignIn>;

/** Who is signed in. Programs send the sign-in answer's `token` as `Authorization: Bearer`; browsers get it as an http-only cookie. */
export const Session = z.object({
  user: User,
  environment: z.string(),
  expiresAt: z.iso.datetime(),
  token: z.string().optional(),
});
export type Session = z.infer<typeof Session>;
