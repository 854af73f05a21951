const inside = (workspace) => `^${workspace}/`;

/** A workspace may import itself, npm packages, and the front doors listed here; nothing else of the repository. */
const doors = {
  'event-bus': [],
  'flag-sdk': [],
  'anomaly-detector': ['^event-bus/src/index\\.ts$'],
  'control-plane': ['^event-bus/src/index\\.ts$', '^anomaly-detector/src/contract/'],
  'demo-commerce': ['^event-bus/src/index\\.ts$', '^flag-sdk/src/index\\.ts$'],
  dashboard: ['^control-plane/src/contract/', '^anomaly-detector/src/contract/'],
};

const betweenWorkspaces = Object.entries(doors).map(([workspace, allowed]) => ({
  name: `only-front-doors-from-${workspace}`,
  comment: `${workspace} reaches other workspaces only by their front doors`,
  severity: 'error',
  // An end-to-end test stands outside: it drives the running system as the scenarios of scripts/check do.
  from: { path: inside(workspace), pathNot: '\\.e2e\\.test\\.ts$' },
  to: {
    path: '^(event-bus|flag-sdk|anomaly-detector|control-plane|demo-commerce|dashboard|scripts|bench)/',
    pathNot: [inside(workspace), ...allowed],
  },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...betweenWorkspaces,
    {
      name: 'contract-imports-contracts-only',
      severity: 'error',
      from: { path: '^(control-plane|anomaly-detector)/src/contract/' },
      to: { path: '^(control-plane|anomaly-detector)/src/', pathNot: '/src/contract/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'the domain imports the domain and the contract: no network, disk, clock or environment',
      severity: 'error',
      from: { path: '/src/(domain|numerics|baseline|alerting|correlation)/', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot:
          '/src/(domain|numerics|baseline|alerting|correlation|contract)/|node_modules/(zod|simple-statistics)/|^(node:)?crypto$',
      },
    },
    {
      name: 'services-know-no-adapters',
      severity: 'error',
      from: { path: '^(control-plane|anomaly-detector)/src/services/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(control-plane|anomaly-detector)/src/adapters/' },
    },
    {
      name: 'baselines-know-no-alerts',
      comment: 'numerics <- baseline <- alerting <- correlation',
      severity: 'error',
      from: { path: '^anomaly-detector/src/(numerics|baseline)/' },
      to: { path: '^anomaly-detector/src/(alerting|correlation)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|\\.next|\\.breakwater|dist)/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
