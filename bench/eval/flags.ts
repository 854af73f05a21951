/** The flags that both evaluate, as Unleash sends them. */
export const flags = [
  {
    name: 'plain',
    enabled: true,
    strategies: [{ name: 'default', parameters: {}, constraints: [] }],
  },
  {
    name: 'rollout',
    enabled: true,
    strategies: [
      {
        name: 'flexibleRollout',
        parameters: { rollout: '50', stickiness: 'userId', groupId: 'rollout' },
        constraints: [
          { contextName: 'country', operator: 'IN', values: ['de', 'fr', 'it'], inverted: false },
          { contextName: 'age', operator: 'NUM_GTE', value: '18', inverted: false },
        ],
      },
    ],
  },
  {
    name: 'in250',
    enabled: true,
    strategies: [
      {
        name: 'default',
        parameters: {},
        constraints: [
          {
            contextName: 'userId',
            operator: 'IN',
            values: Array.from({ length: 250 }, (_, index) => `customer-${index * 4}`),
            inverted: false,
          },
        ],
      },
    ],
  },
];

/** The contexts of a thousand users; a quarter of them is on the list of 250, all pass both constraints. */
export const contexts = Array.from({ length: 1_000 }, (_, index) => ({
  userId: `customer-${index}`,
  properties: { country: ['de', 'fr', 'it'][index % 3] ?? 'de', age: '42' },
}));
