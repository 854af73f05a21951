/** Version of this package, as in its package.json. */
export const version = '0.1.0';

/** How this package calls itself to servers. */
export const sdkName = `breakwater-flag-sdk:${version}`;
