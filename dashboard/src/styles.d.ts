/// <reference types="next" />

// `next-env.d.ts` is written by the build; this lets the types be checked before the first one.
declare module '*.css';
