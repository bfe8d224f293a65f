const DEFAULT_MINUTES = 15;

/** Minutes between two runs, from the settings; one at least, the least that the Web Connector takes. */
export function pollMinutes(configuration: Readonly<Record<string, string>>): number {
  const minutes = Number(configuration['event.poller.refresh_interval'] ?? DEFAULT_MINUTES);
  return Number.isFinite(minutes) && minutes >= 1 ? Math.trunc(minutes) : DEFAULT_MINUTES;
}
