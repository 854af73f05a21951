import type {
  ChangeList,
  DrillList,
  Incident,
  IncidentList,
  InstanceList,
  Lab,
  LevelStatus,
  LiveEvent,
  PolicyList,
  Propagation,
  Rollout,
  RolloutList,
  SwitchList,
} from '@breakwater/control-plane/contract';
import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from '../lib/query-keys.ts';
import {
  furthest,
  withChange,
  withDrill,
  withIncident,
  withPolicy,
  withPropagation,
  withReminder,
  withRollout,
  withSwitch,
} from './fold.ts';

/** Brings what the live stream tells into the answers that the pages show; answers not yet asked for stay unasked. */
export function applyLiveEvent(client: QueryClient, event: LiveEvent): void {
  switch (event.type) {
    case 'switch':
      client.setQueryData<SwitchList>(queryKeys.switches, (list) => list && withSwitch(list, event.data));
      return;
    case 'propagation':
      client.setQueryData<Propagation>(
        queryKeys.propagation(event.data.changeId),
        (known) => furthest(known ?? null, event.data) ?? event.data,
      );
      client.setQueryData<SwitchList>(
        queryKeys.switches,
        (list) => list && withPropagation(list, event.data),
      );
      return;
    case 'instances':
      client.setQueryData<InstanceList>(queryKeys.instances, event.data);
      askAgain(client, queryKeys.services);
      askAgain(client, queryKeys.killability);
      return;
    case 'incident':
      client.setQueryData<Incident>(queryKeys.incident(event.data.report.id), event.data);
      client.setQueryData<IncidentList>(
        queryKeys.incidents,
        (list) => list && withIncident(list, event.data),
      );
      askAgain(client, queryKeys.services);
      return;
    case 'rollout':
      client.setQueryData<Rollout>(queryKeys.rollout(event.data.id), event.data);
      client.setQueryData<RolloutList>(queryKeys.rollouts, (list) => list && withRollout(list, event.data));
      return;
    case 'change':
      client.setQueryData<ChangeList>(
        queryKeys.changes,
        (list) => list && { ...list, changes: withChange(list.changes, event.data) },
      );
      askAgain(client, queryKeys.audit);
      return;
    case 'lab':
      client.setQueryData<Lab>(queryKeys.lab, event.data);
      return;
    case 'level':
      client.setQueryData<LevelStatus>(queryKeys.levels, event.data);
      askAgain(client, queryKeys.audit);
      return;
    case 'drill':
      client.setQueryData<DrillList>(
        queryKeys.drills(event.data.key),
        (list) => list && withDrill(list, event.data),
      );
      return;
    case 'policy':
      client.setQueryData<PolicyList>(queryKeys.policies, (list) => list && withPolicy(list, event.data));
      askAgain(client, queryKeys.audit);
      return;
    case 'reminder':
      client.setQueryData<SwitchList>(queryKeys.switches, (list) => list && withReminder(list, event.data));
      return;
    case 'heartbeat':
      return;
  }
}

/** For answers that the stream does not carry; a request already under way is not cut off. */
function askAgain(client: QueryClient, queryKey: readonly string[]): void {
  void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
}
