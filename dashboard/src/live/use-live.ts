'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { connectionStore, reportEvent, reportStart } from '../lib/connection.ts';
import { connectionView } from '../lib/connection-view.ts';
import { applyLiveEvent } from './apply-live-event.ts';
import { joinOneStream } from './one-stream.ts';

/** Keeps the shown answers up to date by the live stream for as long as the page is open. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    reportStart(Date.now());
    return joinOneStream({
      onOpen: () => {
        reportEvent(Date.now());
        // Whatever happened while nobody listened is asked for once.
        void client.invalidateQueries();
      },
      onEvent: (event) => {
        reportEvent(Date.now());
        applyLiveEvent(client, event);
      },
      isSilent: () => connectionView(connectionStore.get(), Date.now()).kind !== 'live',
    });
  }, [client]);
}
